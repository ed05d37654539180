package org.e2e3d.engine.stage;

/**
 * About what a stage will cost, told before it starts.
 *
 * @param seconds wall time with the threads it may use, other work on the machine going on as it is
 * @param cpuSeconds processor time
 * @param memoryBytes memory it keeps in use at a time, beside the program itself
 * @param diskBytes the most it will have on disk at a time
 */
public record CostEstimate(double seconds, double cpuSeconds, long memoryBytes, long diskBytes) {}
