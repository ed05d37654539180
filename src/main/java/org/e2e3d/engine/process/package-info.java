/** The engine in a child JVM: its command line, its JSON lines, its bounds of time and memory. */
package org.e2e3d.engine.process;
