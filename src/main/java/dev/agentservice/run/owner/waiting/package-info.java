/**
 * The scripts of runs that have no owner, or give theirs up.
 */
@NullMarked
package dev.agentservice.run.owner.waiting;

import org.jspecify.annotations.NullMarked;
