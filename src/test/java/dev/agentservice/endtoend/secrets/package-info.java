/**
 * Texts that must not get out are planted wherever a run takes texts from, and looked for
 * in everything the process wrote.
 */
@NullMarked
package dev.agentservice.endtoend.secrets;

import org.jspecify.annotations.NullMarked;
