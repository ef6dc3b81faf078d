/**
 * The events of streamed runs in Redis, with one script for each operation.
 * <table>
 * <caption>Redis keys, all of one user in one slot; times of the clock of Redis</caption>
 * <tr>
 * <td><code>as:{u}:run:&lt;id&gt;:events</code></td>
 * <td>stream of the latest events: entry {@code <number>-0}, fields {@code type} and
 * {@code data} (JSON); expires</td>
 * </tr>
 * <tr>
 * <td><code>as:{u}:run:&lt;id&gt;:text</code></td>
 * <td>the answer so far, for readers behind the trim; expires with the stream</td>
 * </tr>
 * <tr>
 * <td><code>as:{u}:run:&lt;id&gt;</code></td>
 * <td>of the run's record only {@code seq}, the last event's number, and {@code seen},
 * when a reader elsewhere last looked</td>
 * </tr>
 * </table>
 */
@NullMarked
package dev.agentservice.run.event.store;

import org.jspecify.annotations.NullMarked;
