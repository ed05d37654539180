/** Stage 8, export: model files, pictures, report and manifest. */
package org.e2e3d.engine.export;
