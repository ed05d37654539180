/** Entry point, commands, settings and wiring. */
package org.e2e3d.app;
