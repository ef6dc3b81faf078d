/**
 * The transitions of runs, each a script in Redis: what an owner shows with each, and
 * what it is answered.
 */
@NullMarked
package dev.agentservice.run.owner.script;

import org.jspecify.annotations.NullMarked;
