package io.github.dcpt4j.trainer.study;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.dcpt4j.exporter.network.ModelDefinition;
import io.github.dcpt4j.exporter.network.RestorationNetwork;
import io.github.dcpt4j.exporter.weights.Weights;
import io.github.dcpt4j.sdk.error.PictureException;
import io.github.dcpt4j.sdk.text.Text;
import io.github.dcpt4j.trainer.degradation.Degradation;
import io.github.dcpt4j.trainer.djl.EngineCheck;
import io.github.dcpt4j.trainer.djl.GradientMode;
import io.github.dcpt4j.trainer.djl.WrongEngineException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The preliminary experiment: degrades centre crops of photographs in several ways, takes the
 * features of one decoder stage of a network, and tells how often the nearest neighbours of a
 * held-out picture name its degradation. What it finds is a function of weights, photographs and
 * settings; with several CPU threads rounding may differ.
 */
public final class Study {

  private final StudySettings settings;
  private final List<Path> photographs;
  private final List<Degradation> degradations;

  /**
   * Describes a study; nothing is read yet.
   *
   * @param photographs files of clean pictures
   * @param degradations one for each class, two or more
   */
  public Study(StudySettings settings, List<Path> photographs, List<Degradation> degradations) {
    if (degradations.size() < 2) {
      throw new IllegalArgumentException("a study compares two degradations or more");
    }
    this.settings = settings;
    this.photographs = List.copyOf(photographs);
    this.degradations = List.copyOf(degradations);
  }

  /**
   * Studies one set of weights.
   *
   * @param name of the weights, for the report
   * @param weights a tensor for every parameter of the network
   * @throws IllegalArgumentException if there are too few photographs, the crops' size does not
   *     suit the network, or it has no such decoder stage
   * @throws PictureException if a photograph is broken or smaller than the crops
   * @throws StudyException if there is no room for the features
   * @throws WrongEngineException if the engine computes the network wrongly on this machine
   */
  public StudyResult run(
      String name, RestorationNetwork network, Weights weights, CleanPictures choice) {
    requireSide(network);
    StudyPictures pictures = new StudyPictures(photographs, degradations, choice, settings);
    try (NDManager manager = NDManager.newBaseManager();
        FeatureFile file = FeatureFile.create()) {
      double[][] products =
          GradientMode.off(
              () -> {
                EngineCheck.require(
                    manager,
                    ModelDefinition.of(network),
                    List.of(
                        new Shape(1, network.inputChannels(), settings.side(), settings.side())));
                collect(manager, network, weights, pictures, file);
                return file.innerProducts(manager);
              });
      return result(name, choice, file.length(), products);
    }
  }

  private void requireSide(RestorationNetwork network) {
    int side = settings.side();
    if (side % network.sizeMultiple() != 0 || side < network.minimumSize()) {
      throw new IllegalArgumentException(
          Text.of(
              "crops of %d pixels do not suit the network: take a multiple of %d, %d or more",
              side, network.sizeMultiple(), network.minimumSize()));
    }
  }

  private void collect(
      NDManager manager,
      RestorationNetwork network,
      Weights weights,
      StudyPictures pictures,
      FeatureFile file) {
    try (DecoderFeatures features =
        new DecoderFeatures(manager, network, weights, settings.stage())) {
      for (int label = 0; label < degradations.size(); label++) {
        for (int rank = 0; rank < settings.picturesPerClass(); rank++) {
          file.add(features.of(pictures.picture(label, rank), settings.side()));
        }
      }
    }
  }

  private StudyResult result(
      String name, CleanPictures choice, int featureLength, double[][] products) {
    double[][] normalised = SquaredDistances.normalised(products);
    double[][] places =
        NeighbourMap.draw(
            normalised, settings.perplexity(), settings.mapIterations(), settings.seed());
    return new StudyResult(
        name,
        choice,
        degradations.stream().map(Degradation::label).toList(),
        settings.picturesPerClass(),
        featureLength,
        accuracy(SquaredDistances.of(products)),
        accuracy(normalised),
        Arrays.stream(places).map(place -> new StudyResult.Point(place[0], place[1])).toList());
  }

  private Spread accuracy(double[][] distances) {
    int ranks = settings.picturesPerClass();
    int[] labels = new int[distances.length];
    Arrays.setAll(labels, i -> i / ranks);
    List<Double> accuracies = new ArrayList<>();
    for (BitSet ranksHeldOut : HeldOut.draw(ranks, settings.splits(), settings.seed())) {
      BitSet heldOut = new BitSet();
      for (int i = 0; i < labels.length; i++) {
        heldOut.set(i, ranksHeldOut.get(i % ranks));
      }
      accuracies.add(
          new NearestNeighbours(settings.neighbours()).accuracy(distances, labels, heldOut));
    }
    return new Spread(accuracies);
  }
}
