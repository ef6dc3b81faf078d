/**
 * Tests of how the answers of the runs' scripts are read.
 */
@NullMarked
package dev.agentservice.run.owner.script;

import org.jspecify.annotations.NullMarked;
