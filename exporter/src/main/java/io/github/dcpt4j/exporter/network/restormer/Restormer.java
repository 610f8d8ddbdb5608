package io.github.dcpt4j.exporter.network.restormer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ReceptiveField;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.StateOrder;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.TransposedAttention.Activation;
import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.sdk.text.Text;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Restormer (Zamir et al., Restormer: Efficient Transformer for High-Resolution Image Restoration,
 * CVPR 2022), as published or as the DCPT release changed it.
 *
 * @param dim channels at full resolution, even
 * @param blocks blocks of each of the four levels, finest first; decoders have their encoder's
 * @param refinementBlocks blocks after the last decoder stage
 * @param heads attention heads of each level, finest first
 * @param expansion channels of the feed-forward layers by those of their block
 * @param norm which channel norm
 * @param bias whether convolutions have biases; how far this reaches depends on the form
 * @param attention what becomes of the products of queries and keys
 * @param form whose code the checkpoint belongs to
 * @param inputChannels channels of the image given
 * @param outputChannels channels of the restored image
 * @param dualPixel whether the network is the one for defocus that reads two views: it carries the
 *     embedded image to its end, and does not add the image itself to the result
 */
@JsonTypeName("restormer")
public record Restormer(
    int dim,
    List<Integer> blocks,
    int refinementBlocks,
    List<Integer> heads,
    double expansion,
    RestormerNorm norm,
    boolean bias,
    Activation attention,
    Form form,
    int inputChannels,
    int outputChannels,
    boolean dualPixel)
    implements RestorationNetwork {

  private static final int MAXIMUM_IMAGE_CHANNELS = 64;
  private static final Init SMALL = new Init.Normal(0.02);

  /** Whose code made the checkpoint: names, the norm's epsilon, and the reach of biases. */
  public enum Form {
    /** The DCPT release's network: stages are named with {@code body}, blocks have no biases. */
    @JsonProperty("dcpt")
    DCPT(".body", 1e-6, false, Activation.RELU, RestormerNorm.BIAS_FREE),
    /** The DCPT release's second network, with the names of the original. */
    @JsonProperty("dcpt-origin")
    DCPT_ORIGIN("", 1e-6, false, Activation.RELU, RestormerNorm.WITH_BIAS),
    /** The network as published by its own authors. */
    @JsonProperty("original")
    ORIGINAL("", 1e-5, true, Activation.SOFTMAX, RestormerNorm.WITH_BIAS);

    private final String stageSuffix;
    private final double epsilon;
    private final boolean biasInBlocks;
    private final Activation usualAttention;
    private final RestormerNorm usualNorm;

    Form(
        String stageSuffix,
        double epsilon,
        boolean biasInBlocks,
        Activation usualAttention,
        RestormerNorm usualNorm) {
      this.stageSuffix = stageSuffix;
      this.epsilon = epsilon;
      this.biasInBlocks = biasInBlocks;
      this.usualAttention = usualAttention;
      this.usualNorm = usualNorm;
    }
  }

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if a number is out of range, or the image cannot be added to
   *     the result as its channels are others
   */
  public Restormer {
    RestormerSizes sizes =
        new RestormerSizes("restormer", dim, blocks, refinementBlocks, heads, expansion);
    blocks = sizes.blocks();
    heads = sizes.heads();
    if (Stream.of(inputChannels, outputChannels)
        .anyMatch(channels -> channels < 1 || channels > MAXIMUM_IMAGE_CHANNELS)) {
      throw new IllegalArgumentException(
          Text.of(
              "restormer takes and gives 1 to %d image channels, not %d and %d",
              MAXIMUM_IMAGE_CHANNELS, inputChannels, outputChannels));
    }
    if (!dualPixel && inputChannels != outputChannels) {
      throw new IllegalArgumentException(
          Text.of(
              "restormer adds its image to the result unless dualPixel, which %d and %d channels do not allow",
              inputChannels, outputChannels));
    }
  }

  /** Restormer of the DCPT release for five degradations. */
  public static Restormer published() {
    return builder().build();
  }

  /** A builder that begins with the published sizes. */
  public static Builder builder() {
    return new Builder();
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Restormer of(Builder description) {
    return description.build();
  }

  /** A configuration in the making. What is not set is as published, or follows from the rest. */
  public static final class Builder extends RestormerBuilder<Builder> {

    private boolean dualPixel;
    private Optional<RestormerNorm> norm = Optional.empty();
    private Optional<Activation> attention = Optional.empty();
    private Optional<Form> form = Optional.empty();
    private Optional<Integer> inputChannels = Optional.empty();
    private Optional<Integer> outputChannels = Optional.empty();

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /** The channel norm: without bias for the form DCPT, else with bias. */
    @JsonProperty
    public Builder norm(RestormerNorm value) {
      norm = Optional.of(value);
      return this;
    }

    /** The attention's activation: soft-max for the original form, else ReLU. */
    @JsonProperty
    public Builder attention(Activation value) {
      attention = Optional.of(value);
      return this;
    }

    /** Whose code the checkpoint belongs to: the original's with soft-max, else DCPT's. */
    @JsonProperty
    public Builder form(Form value) {
      form = Optional.of(value);
      return this;
    }

    /** Channels of the image given: 3, or 6 with dual pixels. */
    @JsonProperty
    public Builder inputChannels(int value) {
      inputChannels = Optional.of(value);
      return this;
    }

    /** Channels of the restored image: 3. */
    @JsonProperty
    public Builder outputChannels(int value) {
      outputChannels = Optional.of(value);
      return this;
    }

    /** Whether the image holds two views: no. */
    @JsonProperty
    public Builder dualPixel(boolean value) {
      dualPixel = value;
      return this;
    }

    /**
     * The network.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public Restormer build() {
      boolean softmax = attention.filter(Activation.SOFTMAX::equals).isPresent();
      Form chosen = form.orElse(softmax ? Form.ORIGINAL : Form.DCPT);
      RestormerSizes sizes = sizes("restormer");
      return new Restormer(
          sizes.dim(),
          sizes.blocks(),
          sizes.refinementBlocks(),
          sizes.heads(),
          sizes.expansion(),
          norm.orElse(chosen.usualNorm),
          bias(),
          attention.orElse(chosen.usualAttention),
          chosen,
          inputChannels.orElse(dualPixel ? 6 : 3),
          outputChannels.orElse(3),
          dualPixel);
    }
  }

  @Override
  public int sizeMultiple() {
    return RestormerSizes.SIZE_MULTIPLE;
  }

  @Override
  public ReceptiveField receptiveField() {
    return ReceptiveField.wholeImage();
  }

  @Override
  public List<Integer> stageChannels() {
    return List.of(2 * dim, 2 * dim, 4 * dim);
  }

  @Override
  public <T> Features<T> features(Ops<T> ops, T image) {
    RestormerParts parts =
        new RestormerParts(
            expansion,
            norm,
            form.epsilon,
            bias && form.biasInBlocks,
            attention,
            Optional.of(SMALL));
    RestormerSizes sizes = sizes();
    String suffix = form.stageSuffix;
    Conv embed = parts.conv(Conv.same(inputChannels, dim, 3), false);
    T embedded = ops.conv("patch_embed.proj", embed, image);
    List<T> encoded = parts.encoded(ops, sizes, suffix, embedded);

    T x = ops.concat(parts.up(ops, "up4_3", 8 * dim, encoded.get(3)), encoded.get(2));
    x = ops.conv("reduce_chan_level3", parts.conv(Conv.pointwise(8 * dim, 4 * dim), bias), x);
    T d3 = parts.stage(ops, sizes, "decoder_level3" + suffix, 2, 4 * dim, x);
    x = ops.concat(parts.up(ops, "up3_2", 4 * dim, d3), encoded.get(1));
    x = ops.conv("reduce_chan_level2", parts.conv(Conv.pointwise(4 * dim, 2 * dim), bias), x);
    T d2 = parts.stage(ops, sizes, "decoder_level2" + suffix, 1, 2 * dim, x);
    x = ops.concat(parts.up(ops, "up2_1", 2 * dim, d2), encoded.get(0));
    T d1 = parts.stage(ops, sizes, "decoder_level1" + suffix, 0, 2 * dim, x);
    return new Features<>(List.of(d1, d2, d3), () -> head(ops, parts, d1, embedded, image));
  }

  private <T> T head(Ops<T> ops, RestormerParts parts, T d1, T embedded, T image) {
    String name = "refinement" + form.stageSuffix;
    T x = parts.blocks(ops, name, refinementBlocks, 2 * dim, heads.get(0), d1);
    Conv output = parts.conv(Conv.same(2 * dim, outputChannels, 3), bias);
    if (dualPixel) {
      Conv skip = parts.conv(Conv.pointwise(dim, 2 * dim), bias);
      return ops.conv("output", output, ops.add(x, ops.conv("skip_conv", skip, embedded)));
    }
    return ops.add(ops.conv("output", output, x), image);
  }

  private RestormerSizes sizes() {
    return new RestormerSizes("restormer", dim, blocks, refinementBlocks, heads, expansion);
  }

  @Override
  public StateOrder stateOrder() {
    Stream<String> modules =
        Stream.of(
            "patch_embed",
            "encoder_level1",
            "down1_2",
            "encoder_level2",
            "down2_3",
            "encoder_level3",
            "down3_4",
            "latent",
            "up4_3",
            "reduce_chan_level3",
            "decoder_level3",
            "up3_2",
            "reduce_chan_level2",
            "decoder_level2",
            "up2_1",
            "decoder_level1",
            "refinement",
            "skip_conv",
            "output");
    return new StateOrder(Stream.concat(modules, RestormerParts.STATE_WORDS.stream()).toList());
  }
}
