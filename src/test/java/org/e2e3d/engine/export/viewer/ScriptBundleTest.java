package org.e2e3d.engine.export.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ScriptBundleTest {
  @Test
  void importsAndExportsBecomeNamesOfFunctions() {
    String script =
        new ScriptBundle()
            .add("a", "const x = 1, y = 2;\nexport { x as one, y };\n")
            .add("b", "import {one as p, y} from \"a\";export{y as why}from'a';export{p as q};")
            .add(
                "c",
                "/*\n * import { not } from 'anywhere';\n */\nimport {\n  q,\n} from 'b';\nf(q);")
            .script();
    assertThat(script)
        .contains("const {one: p, y} = module0;", "return {why: module0.y, q: p, };")
        .contains("const {q} = module1;", "return {one: x, y, };");
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    assertThatThrownBy(() -> new ScriptBundle().add("a", "import { x } from 'nowhere';"))
        .hasMessageContaining("nowhere");
    assertThatThrownBy(() -> new ScriptBundle().add("a", "export default class A {}"))
        .hasMessageContaining("export default");
    assertThatThrownBy(() -> new ScriptBundle().add("a", "import * as t from 'three';"))
        .hasMessageContaining("import *");
  }

  @Test
  void theViewerIsOneScriptThatNamesNoOtherServer() throws IOException {
    String script = ViewerFiles.script();
    assertThat(script).contains("WebGLRenderer", "OrbitControls", "GLTFLoader", "viewer-state");
    // Addresses stand in comments and messages of the library only: none is loaded from.
    assertThat(
            Pattern.compile("(?:import|fetch|\\.src\\s*=)\\s*\\(?\\s*['\"]https?:")
                .matcher(script)
                .find())
        .isFalse();
    assertThat(script.length()).isLessThan(1_200_000);
  }
}
