/** Tests of what keeps indexes equal to the manifest. */
@NullMarked
package dev.agentservice.knowledge.upkeep;

import org.jspecify.annotations.NullMarked;
