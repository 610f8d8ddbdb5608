package io.github.dcpt4j.exporter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** What the packages may know of each other. */
@AnalyzeClasses(
    packagesOf = ArchitectureTest.class,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String HERE = "io.github.dcpt4j.exporter.";
  private static final String NETWORK = HERE + "network";
  private static final String WEIGHTS = HERE + "weights";
  private static final String SAFETENSORS = HERE + "safetensors";
  private static final String TORCH = HERE + "torch";
  private static final String CHECKPOINT = HERE + "checkpoint";
  private static final String OPS = HERE + "ops";
  private static final String ARCHITECTURE = HERE + "architecture";
  private static final String SYMBOLIC = HERE + "symbolic";
  private static final String ONNX = HERE + "onnx";
  private static final String EXPORT = HERE + "export";
  private static final String REFERENCE = HERE + "reference";

  /** Formatting that is the same in every language, which messages of all rooms need. */
  private static final String TEXT = "io.github.dcpt4j.sdk.text";

  private static final String JACKSON = "com.fasterxml.jackson..";

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching(HERE + "(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule weightsKnowNobody = only(WEIGHTS, "io.github.dcpt4j.sdk.error", "java..");

  @ArchTest
  static final ArchRule safeTensorsKnowWeightsAndJsonOnly =
      only(SAFETENSORS, WEIGHTS, "io.github.dcpt4j.sdk.file", "java..", JACKSON);

  @ArchTest
  static final ArchRule torchFilesKnowWeightsAndPicklesOnly =
      only(TORCH, WEIGHTS, "java..", "net.razorvine.pickle");

  @ArchTest
  static final ArchRule operationsKnowWeightsAndTheirJsonNamesOnly =
      only(OPS, WEIGHTS, "java..", "com.fasterxml.jackson.annotation");

  @ArchTest
  static final ArchRule networksKnowOperationsWeightsAndTheirJsonNamesOnly =
      only(NETWORK + "..", OPS, WEIGHTS, "java..", "com.fasterxml.jackson.annotation");

  @ArchTest
  static final ArchRule whatANetworkIsKnowsNoSingleNetwork =
      only(NETWORK, OPS, WEIGHTS, "java..", "com.fasterxml.jackson.annotation");

  @ArchTest
  static final ArchRule theRegistryKnowsNetworksAndJsonOnly =
      only(ARCHITECTURE, NETWORK + "..", WEIGHTS, "java..", JACKSON);

  @ArchTest
  static final ArchRule symbolicBackEndKnowsTheNetworksOnly =
      only(SYMBOLIC, NETWORK, OPS, WEIGHTS, "java..");

  @ArchTest
  static final ArchRule referenceBackEndKnowsOperationsAndWeightsOnly =
      only(REFERENCE, OPS, WEIGHTS, "java..");

  @ArchTest
  static final ArchRule checkpointsKnowNetworksFilesAndJsonOnly =
      only(
          CHECKPOINT,
          ARCHITECTURE,
          NETWORK,
          SYMBOLIC,
          WEIGHTS,
          SAFETENSORS,
          TORCH,
          "java..",
          JACKSON);

  @ArchTest
  static final ArchRule graphsKnowTensorsAndTheirFileFormatOnly =
      only(ONNX, ONNX + ".schema", WEIGHTS, "java..", "com.google.protobuf");

  @ArchTest
  static final ArchRule graphBackEndKnowsGraphsOperationsAndWeightsOnly =
      only(ONNX + ".ops", ONNX, OPS, WEIGHTS, "java..");

  @ArchTest
  static final ArchRule rewritesKnowGraphsAndTensorsOnly =
      only(ONNX + ".rewrite", ONNX, WEIGHTS, "java..");

  @ArchTest
  static final ArchRule onlyTheExportRunsModels =
      noClasses()
          .that()
          .resideOutsideOfPackage(EXPORT)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.dcpt4j.sdk.runtime");

  @ArchTest
  static final ArchRule nothingNeedsDjl =
      noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..");

  private static ArchRule only(String room, String... others) {
    return classes()
        .that()
        .resideInAPackage(room)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(Stream.of(room, TEXT), Stream.of(others)).toArray(String[]::new));
  }
}
