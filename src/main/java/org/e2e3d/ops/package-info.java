/** What operators see: JMX, metrics, health. */
package org.e2e3d.ops;
