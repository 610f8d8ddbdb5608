package io.github.dcpt4j.exporter.network.promptir;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.github.dcpt4j.exporter.network.Features;
import io.github.dcpt4j.exporter.network.ReceptiveField;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.network.StateOrder;
import io.github.dcpt4j.exporter.network.restormer.RestormerBuilder;
import io.github.dcpt4j.exporter.network.restormer.RestormerNorm;
import io.github.dcpt4j.exporter.network.restormer.RestormerParts;
import io.github.dcpt4j.exporter.network.restormer.RestormerSizes;
import io.github.dcpt4j.exporter.ops.Conv;
import io.github.dcpt4j.exporter.ops.Linear;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.Prompt;
import io.github.dcpt4j.exporter.ops.TransposedAttention.Activation;
import io.github.dcpt4j.exporter.weights.Init;
import io.github.dcpt4j.exporter.weights.Parameter;
import io.github.dcpt4j.sdk.text.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PromptIR (Potlapalli et al., PromptIR: Prompting for All-in-One Blind Image Restoration, NeurIPS
 * 2023): Restormer's blocks, with learnt prompts mixed into the decoder. As published and in the
 * DCPT release the mathematics are the same.
 *
 * @param dim channels at full resolution: 48, the only number that the prompts' sizes fit
 * @param blocks blocks of each of the four levels, finest first; decoders have their encoder's
 * @param refinementBlocks blocks after the last decoder stage
 * @param heads attention heads of each level, finest first
 * @param expansion channels of the feed-forward layers by those of their block
 * @param norm which channel norm
 * @param bias whether the convolutions of blocks, reductions and output have biases
 * @param form whose code the checkpoint belongs to
 * @param stages which of its outputs the network shows to a classifier
 */
@JsonTypeName("promptir")
public record PromptIr(
    int dim,
    List<Integer> blocks,
    int refinementBlocks,
    List<Integer> heads,
    double expansion,
    RestormerNorm norm,
    boolean bias,
    Form form,
    Stages stages)
    implements RestorationNetwork {

  private static final int DIM = 48;
  private static final int IMAGE_CHANNELS = 3;
  private static final double NORM_EPSILON = 1e-5;
  private static final List<Prompt> PROMPTS =
      List.of(new Prompt(5, 64, 64), new Prompt(5, 128, 32), new Prompt(5, 320, 16));

  /** Channels that the decoder goes on with after a prompt, finest level first. */
  private static final List<Integer> REDUCED = List.of(2 * DIM, 4 * DIM, 4 * DIM);

  /** Whose code made the checkpoint. */
  public enum Form {
    /** The DCPT release. */
    @JsonProperty("dcpt")
    DCPT,
    /** The network's own authors: six convolutions exist and are never used. */
    @JsonProperty("original")
    ORIGINAL
  }

  /** The outputs that a classifier reads. */
  public enum Stages {
    /**
     * What the two coarse decoder stages give, before a prompt is mixed in, from half of the
     * image's size on: fits the classifier that also sees the image.
     */
    @JsonProperty("decoder")
    DECODER,
    /** What follows from each of the three prompts, from half of the image's size on. */
    @JsonProperty("reduce-noise")
    REDUCE_NOISE
  }

  /**
   * Checks the configuration.
   *
   * @throws IllegalArgumentException if a number is out of range
   */
  public PromptIr {
    RestormerSizes sizes =
        new RestormerSizes("promptir", dim, blocks, refinementBlocks, heads, expansion);
    blocks = sizes.blocks();
    heads = sizes.heads();
    if (dim != DIM) {
      throw new IllegalArgumentException(
          Text.of("promptir needs a dim of %d, which its prompts fit, not %d", DIM, dim));
    }
    for (int level = 0; level < PROMPTS.size(); level++) {
      int prompted = promptedChannels(level);
      if (prompted % heads.get(2) != 0) {
        throw new IllegalArgumentException(
            Text.of(
                "the %d channels with prompt %d of promptir do not divide into the %d heads of level 3",
                prompted, level + 1, heads.get(2)));
      }
    }
  }

  /** Channels that a level's features and its prompt have together. */
  private static int promptedChannels(int level) {
    return (2 * DIM << level) + PROMPTS.get(level).channels();
  }

  /** PromptIR of the DCPT release for five degradations. */
  public static PromptIr published() {
    return builder().build();
  }

  /** A builder that begins with the published sizes. */
  public static Builder builder() {
    return new Builder();
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static PromptIr of(Builder description) {
    return description.build();
  }

  /** A configuration in the making. What is not set is as published. */
  public static final class Builder extends RestormerBuilder<Builder> {

    private RestormerNorm norm = RestormerNorm.WITH_BIAS;
    private Form form = Form.DCPT;
    private Stages stages = Stages.DECODER;

    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /** The channel norm: with bias. */
    @JsonProperty
    public Builder norm(RestormerNorm value) {
      norm = Objects.requireNonNull(value);
      return this;
    }

    /** Whose code the checkpoint belongs to: DCPT's. */
    @JsonProperty
    public Builder form(Form value) {
      form = Objects.requireNonNull(value);
      return this;
    }

    /** What a classifier reads: the decoder's stages. */
    @JsonProperty
    public Builder stages(Stages value) {
      stages = Objects.requireNonNull(value);
      return this;
    }

    /**
     * The network.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public PromptIr build() {
      RestormerSizes sizes = sizes("promptir");
      return new PromptIr(
          sizes.dim(),
          sizes.blocks(),
          sizes.refinementBlocks(),
          sizes.heads(),
          sizes.expansion(),
          norm,
          bias(),
          form,
          stages);
    }
  }

  @Override
  public int sizeMultiple() {
    return RestormerSizes.SIZE_MULTIPLE;
  }

  @Override
  public int minimumSize() {
    // A classifier halves each of its levels, of which the coarsest then needs two pixels.
    return stages == Stages.DECODER ? sizeMultiple() : 2 * sizeMultiple();
  }

  @Override
  public ReceptiveField receptiveField() {
    return ReceptiveField.wholeImage();
  }

  @Override
  public List<Integer> stageChannels() {
    return stages == Stages.DECODER ? REDUCED.subList(0, 2) : REDUCED;
  }

  @Override
  public <T> Features<T> features(Ops<T> ops, T image) {
    RestormerParts parts =
        new RestormerParts(
            expansion, norm, NORM_EPSILON, bias, Activation.SOFTMAX, Optional.empty());
    RestormerSizes sizes = sizes();
    Conv embed = Conv.same(IMAGE_CHANNELS, dim, 3).withoutBias();
    T embedded = ops.conv("patch_embed.proj", embed, image);
    List<T> encoded = parts.encoded(ops, sizes, "", embedded);
    T e1 = encoded.get(0);

    T prompted3 = prompted(ops, parts, 2, encoded.get(3));
    T x = ops.concat(parts.up(ops, "up4_3", 4 * dim, prompted3), encoded.get(2));
    x = ops.conv("reduce_chan_level3", parts.conv(Conv.pointwise(6 * dim, 4 * dim), bias), x);
    T d3 = parts.stage(ops, sizes, "decoder_level3", 2, 4 * dim, x);
    T prompted2 = prompted(ops, parts, 1, d3);
    x = ops.concat(parts.up(ops, "up3_2", 4 * dim, prompted2), encoded.get(1));
    x = ops.conv("reduce_chan_level2", parts.conv(Conv.pointwise(4 * dim, 2 * dim), bias), x);
    T d2 = parts.stage(ops, sizes, "decoder_level2", 1, 2 * dim, x);
    if (stages == Stages.DECODER) {
      return new Features<>(
          List.of(d2, d3), () -> head(ops, parts, prompted(ops, parts, 0, d2), e1, image));
    }
    T prompted1 = prompted(ops, parts, 0, d2);
    return new Features<>(
        List.of(prompted1, prompted2, prompted3), () -> head(ops, parts, prompted1, e1, image));
  }

  private <T> T head(Ops<T> ops, RestormerParts parts, T prompted1, T e1, T image) {
    T x = ops.concat(parts.up(ops, "up2_1", 2 * dim, prompted1), e1);
    x = parts.stage(ops, sizes(), "decoder_level1", 0, 2 * dim, x);
    x = parts.blocks(ops, "refinement", refinementBlocks, 2 * dim, heads.get(0), x);
    Conv output = parts.conv(Conv.same(2 * dim, IMAGE_CHANNELS, 3), bias);
    return ops.add(ops.conv("output", output, x), image);
  }

  private RestormerSizes sizes() {
    return new RestormerSizes("promptir", dim, blocks, refinementBlocks, heads, expansion);
  }

  /** Mixes the prompt of a level, the finest being 0, into its features. */
  private <T> T prompted(Ops<T> ops, RestormerParts parts, int level, T x) {
    int channels = promptedChannels(level);
    String number = Integer.toString(level + 1);
    T both = ops.concat(x, prompt(ops, "prompt" + number, level, x));
    // All three blocks have the heads of level 3.
    both = parts.block(ops, "noise_level" + number, channels, heads.get(2), both);
    Conv reduce = parts.conv(Conv.pointwise(channels, REDUCED.get(level)), bias);
    return ops.conv("reduce_noise_level" + number, reduce, both);
  }

  /** The mixture of the prompts that the features ask for, at the features' size. */
  private <T> T prompt(Ops<T> ops, String name, int level, T x) {
    Prompt prompt = PROMPTS.get(level);
    T mean = ops.globalAveragePool(x);
    T shares =
        ops.softmax(
            ops.linear(
                name + ".linear_layer", Linear.ofRows(2 * DIM << level, prompt.count()), mean));
    T mixture = ops.resizeLike(ops.mixture(name + ".prompt_param", prompt, shares), x);
    Conv conv = Conv.same(prompt.channels(), prompt.channels(), 3).withoutBias();
    return ops.conv(name + ".conv3x3", conv, mixture);
  }

  @Override
  public List<Parameter> unusedParameters() {
    if (form == Form.DCPT) {
      return List.of();
    }
    List<Parameter> unused = new ArrayList<>();
    List<Integer> prompts = List.of(64, 128, 256);
    for (int level = 0; level < prompts.size(); level++) {
      int reduced = prompts.get(level);
      int encoded = dim << level;
      addUnused(unused, "chnl_reduce" + (level + 1), PROMPTS.get(level).channels(), reduced);
      addUnused(unused, "reduce_noise_channel_" + (level + 1), encoded + reduced, encoded);
    }
    return List.copyOf(unused);
  }

  private void addUnused(List<Parameter> unused, String name, int in, int out) {
    Init init = Init.fanIn(in);
    unused.add(new Parameter(name + ".weight", List.of(out, in, 1, 1), init));
    if (bias) {
      unused.add(new Parameter(name + ".bias", List.of(out), init));
    }
  }

  @Override
  public StateOrder stateOrder() {
    Stream<String> modules =
        Stream.of(
            "patch_embed",
            "prompt1",
            "prompt2",
            "prompt3",
            "prompt_param",
            "linear_layer",
            "conv3x3",
            "chnl_reduce1",
            "chnl_reduce2",
            "chnl_reduce3",
            "reduce_noise_channel_1",
            "encoder_level1",
            "down1_2",
            "reduce_noise_channel_2",
            "encoder_level2",
            "down2_3",
            "reduce_noise_channel_3",
            "encoder_level3",
            "down3_4",
            "latent",
            "up4_3",
            "reduce_chan_level3",
            "noise_level3",
            "reduce_noise_level3",
            "decoder_level3",
            "up3_2",
            "reduce_chan_level2",
            "noise_level2",
            "reduce_noise_level2",
            "decoder_level2",
            "up2_1",
            "noise_level1",
            "reduce_noise_level1",
            "decoder_level1",
            "refinement",
            "output");
    return new StateOrder(Stream.concat(modules, RestormerParts.STATE_WORDS.stream()).toList());
  }

  /**
   * {@inheritDoc}
   *
   * <p>The original has {@link #unusedParameters()} besides.
   */
  @Override
  public RestorationNetwork original() {
    return new PromptIr(
        dim, blocks, refinementBlocks, heads, expansion, norm, bias, Form.ORIGINAL, stages);
  }
}
