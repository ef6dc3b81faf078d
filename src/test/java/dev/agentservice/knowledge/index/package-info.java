/** What every index does, and tests of it. */
@NullMarked
package dev.agentservice.knowledge.index;

import org.jspecify.annotations.NullMarked;
