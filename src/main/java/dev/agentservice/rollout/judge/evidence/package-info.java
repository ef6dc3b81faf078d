/**
 * The statistics of the judge: what a table of counts says for and against a release, and
 * how such statements add up over time.
 */
@NullMarked
package dev.agentservice.rollout.judge.evidence;

import org.jspecify.annotations.NullMarked;
