package org.e2e3d;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the direction of imports that the layout promises: downwards only. */
@AnalyzeClasses(packages = "org.e2e3d", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {

  /** Top to bottom; a layer may import only layers below it. */
  private static final String[][] LAYERS = {
    {"app", "org.e2e3d.app.."},
    {"ops", "org.e2e3d.ops.."},
    {"pipeline", "org.e2e3d.pipeline.."},
    {"web", "org.e2e3d.web.."},
    {"job", "org.e2e3d.job.."},
    {"storage", "org.e2e3d.storage.."},
    {"process", "org.e2e3d.engine.process.."},
    {"engine", "org.e2e3d.engine"},
    {"export", "org.e2e3d.engine.export.."},
    {"texture", "org.e2e3d.engine.texture.."},
    {"surface", "org.e2e3d.engine.surface.."},
    {"dense", "org.e2e3d.engine.dense.."},
    {"sfm", "org.e2e3d.engine.sfm.."},
    {"matching", "org.e2e3d.engine.matching.."},
    {"features", "org.e2e3d.engine.features.."},
    {"image", "org.e2e3d.engine.image.."},
    {"render", "org.e2e3d.engine.render.."},
    {"io", "org.e2e3d.engine.io.."},
    {"stage", "org.e2e3d.engine.stage.."},
    {"scene", "org.e2e3d.engine.scene.."},
  };

  @ArchTest static final ArchRule IMPORTS_RUN_DOWNWARDS = downwards();

  @ArchTest
  static final ArchRule ONLY_THE_PIPELINE_KNOWS_CAMEL =
      noClasses()
          .that()
          .resideOutsideOfPackages("org.e2e3d.pipeline..", "org.e2e3d.app..", "org.e2e3d.ops..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.camel..");

  @ArchTest
  static final ArchRule THE_ENGINE_KNOWS_NO_SERVICE =
      noClasses()
          .that()
          .resideInAPackage("org.e2e3d.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.minio..", "jakarta.jms..", "java.sql..", "org.apache.activemq..");

  private static ArchRule downwards() {
    var layers =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    for (String[] layer : LAYERS) {
      layers = layers.layer(layer[0]).definedBy(layer[1]);
    }
    for (int i = 0; i < LAYERS.length; i++) {
      if (i == 0) {
        layers = layers.whereLayer(LAYERS[i][0]).mayNotBeAccessedByAnyLayer();
        continue;
      }
      String[] above = new String[i];
      for (int k = 0; k < i; k++) {
        above[k] = LAYERS[k][0];
      }
      layers = layers.whereLayer(LAYERS[i][0]).mayOnlyBeAccessedByLayers(above);
    }
    return layers;
  }
}
