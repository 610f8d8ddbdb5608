package io.github.dcpt4j.exporter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the packages may know of each other. */
@AnalyzeClasses(
    packagesOf = ArchitectureTest.class,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String HERE = "io.github.dcpt4j.exporter.";
  private static final String NETWORK = HERE + "network";
  private static final String CHECKPOINT = HERE + "checkpoint";
  private static final String SYMBOLIC = HERE + "symbolic";
  private static final String ONNX = HERE + "onnx";
  private static final String EXPORT = HERE + "export";
  private static final String REFERENCE = HERE + "reference";

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching(HERE + "(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule networksKnowNothingButTheirJsonNames =
      classes()
          .that()
          .resideInAPackage(NETWORK)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(NETWORK, "java..", "com.fasterxml.jackson.annotation");

  @ArchTest
  static final ArchRule symbolicBackEndKnowsTheNetworksOnly =
      classes()
          .that()
          .resideInAPackage(SYMBOLIC)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(SYMBOLIC, NETWORK, "java..");

  @ArchTest
  static final ArchRule referenceBackEndKnowsNetworksAndWeightsOnly =
      classes()
          .that()
          .resideInAPackage(REFERENCE)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(REFERENCE, NETWORK, CHECKPOINT, "java..");

  @ArchTest
  static final ArchRule checkpointsKnowNetworksAndJsonOnly =
      classes()
          .that()
          .resideInAPackage(CHECKPOINT)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              CHECKPOINT,
              NETWORK,
              SYMBOLIC,
              "io.github.dcpt4j.sdk.error",
              "io.github.dcpt4j.sdk.file",
              "java..",
              "com.fasterxml.jackson..",
              "net.razorvine.pickle");

  @ArchTest
  static final ArchRule graphsKnowNetworksWeightsAndTheFileFormatOnly =
      classes()
          .that()
          .resideInAPackage(ONNX)
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              ONNX, ONNX + ".schema", NETWORK, CHECKPOINT, "java..", "com.google.protobuf");

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
}
