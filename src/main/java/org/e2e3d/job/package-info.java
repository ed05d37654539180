/** Jobs, their states, where they are stored, and why they fail. */
package org.e2e3d.job;
