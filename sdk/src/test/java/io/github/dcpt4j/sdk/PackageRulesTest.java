package io.github.dcpt4j.sdk;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.github.dcpt4j.sdk",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PackageRulesTest {
  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.github.dcpt4j.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingInsideDependsOnTheFrontDoor =
      noClasses()
          .that()
          .resideInAnyPackage("..sdk.card..", "..sdk.engine..", "..sdk.tiling..", "..sdk.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.github.dcpt4j.sdk");

  @ArchTest
  static final ArchRule modelFilesAreLookedAtWithoutOnnxRuntime =
      noClasses()
          .that()
          .resideInAPackage("..sdk.runtime.guard..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnxruntime..", "io.github.dcpt4j.sdk.runtime");

  @ArchTest
  static final ArchRule theRuntimeKnowsTensorsOnly =
      noClasses()
          .that()
          .resideInAPackage("..sdk.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.dcpt4j.sdk", "..sdk.image..", "..sdk.quality..");

  @ArchTest
  static final ArchRule picturesKnowNothingOfModels =
      noClasses()
          .that()
          .resideInAPackage("..sdk.image..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.dcpt4j.sdk", "..sdk.runtime..", "ai.onnxruntime..");
}
