package dev.agentservice.support.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import org.jspecify.annotations.Nullable;

/**
 * Reads whatever a script answers as plain Java: text as {@code String}, integers as
 * {@code Long}, tables as {@code List}, Lua's {@code false} as {@code null}. Lettuce's
 * own outputs each want to know the kind of answer beforehand.
 */
final class ScriptReply extends CommandOutput<byte[], byte[], Object> {

	private final Deque<List<@Nullable Object>> open = new ArrayDeque<>();

	// Nothing was read yet.
	@SuppressWarnings("NullAway")
	ScriptReply() {
		super(ByteArrayCodec.INSTANCE, null);
	}

	@Override
	public void set(@Nullable ByteBuffer bytes) {
		add((bytes != null) ? StandardCharsets.UTF_8.decode(bytes).toString() : null);
	}

	@Override
	public void set(long integer) {
		add(integer);
	}

	@Override
	public void multi(int count) {
		List<@Nullable Object> list = new ArrayList<>(Math.max(0, count));
		add(list);
		this.open.push(list);
	}

	@Override
	public void complete(int depth) {
		while (this.open.size() > depth) {
			this.open.pop();
		}
	}

	// A script may answer nil.
	@SuppressWarnings("NullAway")
	private void add(@Nullable Object value) {
		List<@Nullable Object> list = this.open.peek();
		if (list != null) {
			list.add(value);
		}
		else {
			this.output = value;
		}
	}

}
