/**
 * How many runs may be in flight on this replica, and each user's and tenant's share of
 * them.
 */
@NullMarked
package dev.agentservice.run.slot;

import org.jspecify.annotations.NullMarked;
