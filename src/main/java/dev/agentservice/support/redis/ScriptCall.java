package dev.agentservice.support.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import dev.agentservice.support.Deadline;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;

/**
 * One call of a script: by its SHA-1, and with the whole text only if Redis does not know
 * it. A Redis that does not know the text has not run anything, so the second command
 * repeats nothing.
 *
 * @param script the script
 * @param keys the keys it touches, all in one hash slot
 * @param args its arguments
 * @param deadline of both commands together
 */
record ScriptCall(LuaScript<?> script, List<String> keys, List<?> args, Deadline deadline) {

	CompletionStage<Object> send(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		return commands.dispatch(CommandType.EVALSHA, new ScriptReply(), arguments(this.script.sha1()))
			.exceptionallyCompose(
					(failure) -> isNoScript(failure) ? sendWhole(commands) : CompletableFuture.failedFuture(failure));
	}

	/** Lettuce limits each command by itself. */
	private CompletionStage<Object> sendWhole(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		return commands.dispatch(CommandType.EVAL, new ScriptReply(), arguments(this.script.source()))
			.toCompletableFuture()
			.orTimeout(this.deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
	}

	private CommandArgs<byte[], byte[]> arguments(String scriptOrDigest) {
		CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE);
		arguments.add(bytes(scriptOrDigest)).add(this.keys.size());
		this.keys.forEach((key) -> arguments.addKey(bytes(key)));
		this.args.forEach((arg) -> arguments.addValue(bytes(arg)));
		return arguments;
	}

	private static byte[] bytes(Object value) {
		return (value instanceof byte[] raw) ? raw : value.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static boolean isNoScript(Throwable failure) {
		Throwable cause = (failure instanceof CompletionException wrapped) ? wrapped.getCause() : failure;
		return cause instanceof RedisNoScriptException;
	}

}
