package io.github.dcpt4j.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcpt4j.exporter.checkpoint.Checkpoint;
import io.github.dcpt4j.exporter.export.CalibrationPictures;
import io.github.dcpt4j.exporter.export.ExportOptions;
import io.github.dcpt4j.exporter.export.OnnxExporter;
import io.github.dcpt4j.exporter.export.ReducedPrecision;
import io.github.dcpt4j.sdk.ModelCard;
import io.github.dcpt4j.sdk.Precision;
import io.github.dcpt4j.sdk.image.PictureCodec;
import io.github.dcpt4j.sdk.runtime.*;
import java.nio.*;
import java.nio.file.*;
import java.util.*;
import org.junit.jupiter.api.Test;

class LowerPrecisionTest {
  @Test
  void tryout() throws Exception {
    System.setProperty("plain", "true");
    GoldenSet set = GoldenSet.ofModule();
    Checkpoint checkpoint = Checkpoint.read(set.checkpoint());
    List<GoldenCase> cases = set.cases();
    PictureCodec codec = new PictureCodec();
    CalibrationPictures even =
        new CalibrationPictures(
            java.util.stream.IntStream.range(0, cases.size())
                .filter(i -> i % 2 == 0)
                .mapToObj(i -> codec.read(set.degraded(cases.get(i))))
                .toList());
    Path folder = Path.of("/tmp/precision");
    Files.createDirectories(folder);
    Map<String, Path> files = new LinkedHashMap<>();
    for (Precision p : Precision.values()) {
      Path target = folder.resolve(p.label() + ".onnx");
      long t = System.nanoTime();
      ExportOptions o = ExportOptions.everything("t", checkpoint.model());
      if (p != Precision.FP32) o = o.withReduction(new ReducedPrecision(p, even, -1000));
      try {
        ModelCard card = new OnnxExporter().export(checkpoint, o, target);
        System.out.println(
            p
                + " "
                + card.fidelity()
                + " "
                + card.parity()
                + " "
                + Files.size(target)
                + " bytes "
                + (System.nanoTime() - t) / 1e9
                + " s");
        files.put(p.label(), target);
      } catch (RuntimeException e) {
        e.printStackTrace(System.out);
      }
    }
    for (int i = 1; i < cases.size(); i += 6) {
      var pic = codec.read(set.degraded(cases.get(i)));
      var ni = NetworkInput.of(List.of(pic), 16);
      float[][] outs = new float[3][];
      int k = 0;
      String[] tops = new String[3];
      for (var f : files.values())
        try (OnnxModel m = OnnxModel.open(f, new RuntimeOptions(Device.CPU, 0), x -> 16)) {
          var o = m.run(FloatBuffer.wrap(ni.values()), 1, ni.height(), ni.width());
          outs[k] = new float[ni.values().length];
          o.restored().get().get(outs[k]);
          tops[k++] = Arrays.toString(o.logits().get()[0]);
        }
      String line = cases.get(i).toString();
      for (int j = 1; j < 3; j++) {
        double s = 0;
        for (int q = 0; q < outs[0].length; q++) {
          double d = Math.min(1, Math.max(0, outs[0][q])) - Math.min(1, Math.max(0, outs[j][q]));
          s += d * d;
        }
        line += String.format(" %.1f", -10 * Math.log10(s / outs[0].length));
      }
      System.out.println(line);
    }
    FloatBuffer in =
        ByteBuffer.allocateDirect(4 * 3 * 256 * 256).order(ByteOrder.nativeOrder()).asFloatBuffer();
    SplittableRandom r = new SplittableRandom(1);
    for (int i = 0; i < in.capacity(); i++) in.put(i, r.nextFloat());
    for (int threads : new int[] {1, 2})
      for (var f : files.entrySet()) {
        try (OnnxModel m =
            OnnxModel.open(f.getValue(), new RuntimeOptions(Device.CPU, threads), x -> 16)) {
          long best = Long.MAX_VALUE;
          for (int i = 0; i < 15; i++) {
            long t = System.nanoTime();
            m.run(in, 1, 256, 256);
            best = Math.min(best, System.nanoTime() - t);
          }
          System.out.println(f.getKey() + " threads " + threads + ": " + best / 1e6 + " ms");
        }
      }
    assertThat(files).hasSize(3);
  }
}
