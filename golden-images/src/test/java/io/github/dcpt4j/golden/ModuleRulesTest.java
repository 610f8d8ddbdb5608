package io.github.dcpt4j.golden;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the modules may know of each other. */
@AnalyzeClasses(
    packages = "io.github.dcpt4j",
    importOptions = {ImportOption.DoNotIncludeTests.class, ModuleRulesTest.WithoutTestJars.class})
class ModuleRulesTest {

  /** Leaves out what modules share for their tests. */
  static final class WithoutTestJars implements ImportOption {

    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule theLineIsTrainerExporterSdkAndTheRestStandsOutside =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage("io.github.dcpt4j..")
          .layer("sdk")
          .definedBy("io.github.dcpt4j.sdk..")
          .layer("exporter")
          .definedBy("io.github.dcpt4j.exporter..")
          .layer("trainer")
          .definedBy("io.github.dcpt4j.trainer..")
          .layer("samples")
          .definedBy("io.github.dcpt4j.cli..")
          .layer("golden-images")
          .definedBy("io.github.dcpt4j.golden..")
          .ensureAllClassesAreContainedInArchitecture()
          .whereLayer("sdk")
          .mayNotAccessAnyLayer()
          .whereLayer("exporter")
          .mayOnlyAccessLayers("sdk")
          .whereLayer("trainer")
          .mayOnlyAccessLayers("exporter", "sdk")
          .whereLayer("samples")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("golden-images")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching("io.github.dcpt4j.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyTheTrainerAndThoseOutsideNeedDjl =
      noClasses()
          .that()
          .resideInAnyPackage("io.github.dcpt4j.sdk..", "io.github.dcpt4j.exporter..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule onlyTheWritersOfOnnxFilesAndEventLogsNeedProtobuf =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.github.dcpt4j.exporter.onnx..", "io.github.dcpt4j.trainer.events..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.google.protobuf..");

  @ArchTest
  static final ArchRule exporterAndTrainerRunModelsByWayOfTheSdk =
      noClasses()
          .that()
          .resideInAnyPackage("io.github.dcpt4j.exporter..", "io.github.dcpt4j.trainer..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.onnxruntime..");
}
