package dev.agentservice.endtoend;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;

import dev.agentservice.redis.RedisServer;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RedisProxyTests {

	private final RedisProxy proxy;

	private final RedisClient client;

	private final StatefulRedisConnection<String, String> one;

	private final StatefulRedisConnection<String, String> other;

	RedisProxyTests() {
		this.proxy = RedisProxy.before(RedisServer.shared(), Duration.ofMillis(80));
		this.client = RedisClient.create("redis://127.0.0.1:" + this.proxy.properties().get("spring.data.redis.port"));
		this.one = this.client.connect();
		this.other = this.client.connect();
	}

	@BeforeEach
	void awaitConnections() {
		this.proxy.rounds().awaitSilence();
	}

	@AfterEach
	void stop() throws IOException {
		this.client.shutdown();
		this.proxy.close();
	}

	@Test
	void waitsOneAfterTheOtherAreARoundEach() {
		int before = this.proxy.rounds().delivered();
		this.one.sync().ping();
		this.other.sync().ping();
		this.one.sync().ping();
		assertThat(this.proxy.rounds().delivered() - before).isEqualTo(3);
	}

	@Test
	void waitsAtTheSameTimeAreOneRoundOnWhicheverConnection() {
		int before = this.proxy.rounds().delivered();
		RedisFuture<?>[] answers = Stream.of(this.one, this.other, this.one)
			.map((connection) -> connection.async().ping())
			.toArray(RedisFuture[]::new);
		LettuceFutures.awaitAll(Duration.ofSeconds(10), answers);
		assertThat(this.proxy.rounds().delivered() - before).isOne();
	}

}
