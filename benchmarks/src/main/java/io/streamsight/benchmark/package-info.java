/** Measurements, each a ratio in one run; nothing here runs in a test. */
package io.streamsight.benchmark;
