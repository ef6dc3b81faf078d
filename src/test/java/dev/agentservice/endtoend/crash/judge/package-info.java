/**
 * What a trial with crashes has to show, judged by what clients, the tools' backend and
 * the providers know.
 */
@NullMarked
package dev.agentservice.endtoend.crash.judge;

import org.jspecify.annotations.NullMarked;
