package dev.agentservice.support;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LatestUsedTests {

	private final List<String> made = new ArrayList<>();

	private final LatestUsed<String, String> values = new LatestUsed<>(3, (key) -> {
		this.made.add(key);
		return key + "!";
	});

	@Test
	void aValueIsMadeOnce() {
		assertThat(this.values.get("a")).isEqualTo("a!");
		assertThat(this.values.get("a")).isEqualTo("a!");
		assertThat(this.made).containsExactly("a");
	}

	@Test
	void aMillionKeysTakeNoMoreRoomThanThree() {
		IntStream.range(0, 1_000_000).forEach((i) -> this.values.get("user-" + i));
		assertThat(this.values.size()).isEqualTo(3);
	}

	@Test
	void whatIsInUseStays() {
		for (int i = 0; i < 10; i++) {
			this.values.get("busy");
			this.values.get("user-" + i);
		}
		assertThat(this.made).containsOnlyOnce("busy");
	}

}
