package io.github.dcpt4j.exporter.network;

import io.github.dcpt4j.exporter.network.airnet.AirNetParts;
import io.github.dcpt4j.exporter.network.transweather.TransWeatherParts;
import io.github.dcpt4j.exporter.ops.Ops;
import io.github.dcpt4j.exporter.ops.TransposedConv;

/** A part of AirNet or TransWeather of which the authors' code gave vectors, as these name it. */
public enum PublishedPart {
  DGG("airnet", 1) {
    @Override
    public <T> T of(Ops<T> ops, T x, T inter) {
      return AirNetParts.group(ops, 8, 2, x, inter);
    }
  },
  RESBLOCK1("airnet", 1) {
    @Override
    public <T> T of(Ops<T> ops, T x, T inter) {
      return AirNetParts.residualBlock(ops, 3, 6, 1, x);
    }
  },
  RESBLOCK2("airnet", 1) {
    @Override
    public <T> T of(Ops<T> ops, T x, T inter) {
      return AirNetParts.residualBlock(ops, 6, 8, 2, x);
    }
  },
  EMBED7("transweather", 1) {
    @Override
    public <T> T of(Ops<T> ops, T x, T inter) {
      return TransWeatherParts.imageEmbedding(ops, x);
    }
  },
  EMBED3("transweather", 1) {
    @Override
    public <T> T of(Ops<T> ops, T x, T inter) {
      return TransWeatherParts.halvingEmbedding(ops, x);
    }
  },
  BLOCK_SR("transweather", 6) {
    @Override
    public <T> T of(Ops<T> ops, T x, T inter) {
      return TransWeatherParts.block(ops, 2, 2, false, x);
    }
  },
  BLOCK("transweather", 5) {
    @Override
    public <T> T of(Ops<T> ops, T x, T inter) {
      return TransWeatherParts.block(ops, 2, 1, false, x);
    }
  },
  BLOCK_DEC_FEW("transweather", 3) {
    @Override
    public <T> T of(Ops<T> ops, T x, T inter) {
      return TransWeatherParts.block(ops, 4, 1, true, x);
    }
  },
  BLOCK_DEC_MANY("transweather", 7) {
    @Override
    public <T> T of(Ops<T> ops, T x, T inter) {
      return TransWeatherParts.block(ops, 4, 1, true, x);
    }
  },
  RESIDUAL("transweather", 1) {
    @Override
    public <T> T of(Ops<T> ops, T x, T inter) {
      return TransWeatherParts.residual(ops, x);
    }
  },
  UPSAMPLE("transweather", 1) {
    @Override
    public <T> T of(Ops<T> ops, T x, T inter) {
      return ops.transposedConv("conv2d", new TransposedConv(4, 3), x);
    }
  };

  private final String network;
  private final int height;

  PublishedPart(String network, int height) {
    this.network = network;
    this.height = height;
  }

  /** Runs the part; only {@link #DGG} reads the second input. */
  public abstract <T> T of(Ops<T> ops, T x, T inter);

  /** The file of the vectors in the shared reference folder. */
  public String file() {
    return "original/" + network + "_parts.safetensors";
  }

  /** Rows of the image that the tokens given are; of those made, only the order matters. */
  public int height() {
    return height;
  }
}
