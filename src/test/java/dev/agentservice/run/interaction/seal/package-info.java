@NullMarked
package dev.agentservice.run.interaction.seal;

import org.jspecify.annotations.NullMarked;
