package io.github.dcpt4j.sdk.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;

class PictureTest {
  private static final byte[] TWO_PIXELS = {1, 2, 3, (byte) 255, (byte) 128, 0};

  @Test
  void keepsACopyOfWhatItIsMadeFromAndGivesCopiesAway() {
    byte[] samples = TWO_PIXELS.clone();
    Picture picture = Picture.ofBytes(2, 1, samples);
    samples[0] = 99;
    picture.toBytes()[1] = 99;
    assertThat(picture.toBytes()).containsExactly(TWO_PIXELS);
  }

  @Test
  void roundsHalvesToTheEvenNeighbourAndLimitsWhatLiesOutside() {
    float[] samples = {0.5f / 255, 1.5f / 255, 2.5f / 255, -1, 2, Float.NaN};
    byte[] bytes = Picture.ofFloats(2, 1, samples).to8Bit().toBytes();
    assertThat(bytes).containsExactly(0, 2, 2, 0, (byte) 255, 0);
  }

  @Test
  void bytesSurviveTheWayThroughFloats() {
    byte[] all = new byte[258];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    Picture picture = Picture.ofBytes(86, 1, all);
    assertThat(Picture.ofFloats(86, 1, picture.toFloats()).to8Bit()).isEqualTo(picture);
  }

  @Test
  void clampingLimitsFloatsAndLeavesBytesAlone() {
    Picture outside = Picture.ofFloats(1, 1, new float[] {-0.5f, 0.25f, 1.5f});
    assertThat(outside.toFloats()).containsExactly(-0.5f, 0.25f, 1.5f);
    assertThat(outside.clamped().toFloats()).containsExactly(0, 0.25f, 1);
    Picture bytes = Picture.ofBytes(2, 1, TWO_PIXELS);
    assertThat(bytes.clamped()).isSameAs(bytes);
  }

  @Test
  void planesStandOneAfterTheOther() {
    FloatBuffer planes = direct(6);
    Picture.ofBytes(2, 1, TWO_PIXELS).toPlanes(planes);
    float[] values = new float[6];
    planes.get(values);
    assertThat(values)
        .containsExactly(1 / 255f, 255 / 255f, 2 / 255f, 128 / 255f, 3 / 255f, 0 / 255f);
  }

  @Test
  void planesAndBackIsTheSamePicture() {
    Picture picture = Picture.ofFloats(3, 2, ramp(18));
    FloatBuffer planes = direct(20).position(2);
    picture.toPlanes(planes);
    assertThat(planes.position()).isEqualTo(2);
    assertThat(Picture.fromPlanes(planes, 3, 2, 3, 2)).isEqualTo(picture);
  }

  @Test
  void rowsAndColumnsCanBeChosenAndRepeated() {
    Picture picture = Picture.ofFloats(3, 2, ramp(18));
    FloatBuffer planes = direct(3 * 3 * 4);
    picture.gatherPlanes(new int[] {1, 0, 1}, new int[] {2, 2, 0, 1}, planes);

    Picture gathered = Picture.fromPlanes(planes, 4, 3, 4, 3);

    assertThat(pixel(gathered, 0, 0)).containsExactly(pixel(picture, 2, 1));
    assertThat(pixel(gathered, 2, 1)).containsExactly(pixel(picture, 0, 0));
    assertThat(pixel(gathered, 3, 2)).containsExactly(pixel(picture, 1, 1));
  }

  @Test
  void theTopLeftCornerOfPlanesCanBeTaken() {
    Picture picture = Picture.ofFloats(3, 2, ramp(18));
    FloatBuffer planes = direct(18);
    picture.toPlanes(planes);
    Picture corner = Picture.fromPlanes(planes, 3, 2, 2, 1);
    assertThat(corner.toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void knowsWhetherAllSamplesAreNumbers() {
    assertThat(Picture.ofFloats(1, 1, new float[] {0, -5, 9}).isFinite()).isTrue();
    assertThat(Picture.ofFloats(1, 1, new float[] {0, Float.NaN, 0}).isFinite()).isFalse();
    assertThat(Picture.ofBytes(2, 1, TWO_PIXELS).isFinite()).isTrue();
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Picture.ofBytes(2, 2, TWO_PIXELS));
    assertThatIllegalArgumentException().isThrownBy(() -> Picture.ofBytes(0, 0, new byte[0]));
    assertThatIllegalArgumentException().isThrownBy(() -> Picture.ofFloats(-1, -1, new float[3]));
    Picture picture = Picture.ofBytes(2, 1, TWO_PIXELS);
    assertThatIllegalArgumentException().isThrownBy(() -> picture.toPlanes(direct(5)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Picture.fromPlanes(direct(6), 2, 1, 3, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Picture.fromPlanes(direct(5), 2, 1, 2, 1));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> picture.gatherPlanes(new int[] {0}, new int[] {2}, direct(3)));
  }

  private static float[] pixel(Picture picture, int x, int y) {
    float[] samples = picture.toFloats();
    int start = 3 * (y * picture.width() + x);
    return new float[] {samples[start], samples[start + 1], samples[start + 2]};
  }

  private static float[] ramp(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i;
    }
    return values;
  }

  private static FloatBuffer direct(int length) {
    return ByteBuffer.allocateDirect(Float.BYTES * length)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
