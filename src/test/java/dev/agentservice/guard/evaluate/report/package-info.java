/**
 * What a measurement has found, whether that is good enough, and how it is told: a table
 * for people, JSON, and JUnit's XML.
 */
@NullMarked
package dev.agentservice.guard.evaluate.report;

import org.jspecify.annotations.NullMarked;
