package io.github.dcpt4j.trainer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the modules and the trainer's packages may know of each other. */
@AnalyzeClasses(packages = "io.github.dcpt4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ALL = "io.github.dcpt4j.";
  private static final String HERE = ALL + "trainer.";

  @ArchTest
  static final ArchRule packagesAreFreeOfCycles =
      slices().matching(HERE + "(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule modulesBelowDoNotKnowTheTrainer =
      noClasses()
          .that()
          .resideInAnyPackage(ALL + "exporter..", ALL + "sdk..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.djl..", ALL + "trainer..");

  @ArchTest
  static final ArchRule sdkDoesNotKnowTheExporter =
      noClasses()
          .that()
          .resideInAPackage(ALL + "sdk..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ALL + "exporter..");

  @ArchTest
  static final ArchRule backEndKnowsNothingElseOfTheTrainer =
      noClasses()
          .that()
          .resideInAnyPackage(HERE + "djl..", HERE + "optimisation..", HERE + "degradation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(HERE + "dcpt..", HERE + "data..", HERE + "run..");

  @ArchTest
  static final ArchRule picturesDoNotKnowTensors =
      noClasses()
          .that()
          .resideInAnyPackage(HERE + "degradation..", HERE + "data..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule proceduresDoNotKnowRuns =
      noClasses()
          .that()
          .resideOutsideOfPackage(HERE + "run..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(HERE + "run..");

  @ArchTest
  static final ArchRule onlyTheBackEndKnowsTheEngineBehindDjl =
      classes()
          .that()
          .resideInAPackage(ALL + "trainer..")
          .and()
          .resideOutsideOfPackage(HERE + "djl..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackage("ai.djl.pytorch..");
}
