package dev.agentservice.support.redis.channel;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.redis.RedisCluster;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import dev.agentservice.support.redis.channel.RedisChannels.Subscription;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@BesideOthers
class RedisChannelsTests {

	private static final Duration SOON = Duration.ofMinutes(1);

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private static final String CHANNEL = "as:{channels}:c";

	private final RedisServer redis = RedisServer.start();

	private final ReplicaContext replica = replica(this.redis);

	private final RedisChannels channels = this.replica.get(RedisChannels.class);

	private final Ear ear = new Ear();

	@AfterEach
	void close() {
		this.replica.close();
		this.redis.close();
	}

	@Test
	void aMessageReachesAllWhoHearTheChannelAndNobodyElse() {
		Ear other = new Ear();
		Ear elsewhere = new Ear();
		this.channels.subscribe(CHANNEL, this.ear);
		this.channels.subscribe(CHANNEL, other);
		this.channels.subscribe(CHANNEL + "2", elsewhere);
		awaitSubscribers(CHANNEL + "2", 1);
		publish(this.replica, "hello");
		await().atMost(SOON)
			.until(() -> this.ear.heard.equals(List.of("hello")) && other.heard.equals(List.of("hello")));
		assertThat(elsewhere.heard).isEmpty();
	}

	@Test
	void aChannelIsHeardUntilItsLastListenerEnds() {
		Subscription one = this.channels.subscribe(CHANNEL, this.ear);
		Subscription two = this.channels.subscribe(CHANNEL, new Ear());
		awaitSubscribers(CHANNEL, 1);
		one.close();
		publish(this.replica, "hello");
		await().during(Duration.ofMillis(500)).until(() -> this.redis.subscribers(CHANNEL) == 1);
		assertThat(this.ear.heard).isEmpty();
		two.close();
		awaitSubscribers(CHANNEL, 0);
	}

	@Test
	void aKilledConnectionIsMadeAnewAndTheListenerIsTold() {
		this.channels.subscribe(CHANNEL, this.ear);
		awaitSubscribers(CHANNEL, 1);
		this.redis.killSubscribers();
		await().atMost(SOON).until(() -> this.ear.subscribed.get() == 2);
		awaitSubscribers(CHANNEL, 1);
		publish(this.replica, "again");
		await().atMost(SOON).until(() -> this.ear.heard.equals(List.of("again")));
	}

	@Test
	void aFrozenRedisHoldsUpNobodyAndIsHeardAgain() {
		this.redis.freeze();
		try (ReplicaContext patient = replica(this.redis, "10m")) {
			RedisChannels others = patient.get(RedisChannels.class);
			Thread subscriber = Thread.startVirtualThread(() -> others.subscribe(CHANNEL, new Ear()));
			await().atMost(SOON).until(() -> !subscriber.isAlive());
			this.channels.subscribe(CHANNEL, this.ear);
			await().during(Duration.ofSeconds(2)).until(() -> this.ear.subscribed.get() == 0);
			this.redis.thaw();
		}
		await().atMost(SOON).until(() -> this.ear.subscribed.get() > 0);
		await().atMost(SOON).ignoreExceptions().untilAsserted(() -> publish(this.replica, "thawed"));
		await().atMost(SOON).until(() -> this.ear.heard.contains("thawed"));
	}

	@Test
	void aConnectionThatStaysSilentIsMadeAnew() {
		this.channels.subscribe(CHANNEL, this.ear);
		awaitSubscribers(CHANNEL, 1);
		this.redis.freeze();
		await().during(Duration.ofSeconds(3)).until(() -> this.ear.subscribed.get() == 1);
		this.redis.thaw();
		await().atMost(SOON).until(() -> this.ear.subscribed.get() > 1);
		awaitSubscribers(CHANNEL, 1);
	}

	@Test
	void aRedisThatCameBackIsHeardAgain() {
		this.channels.subscribe(CHANNEL, this.ear);
		awaitSubscribers(CHANNEL, 1);
		this.redis.kill();
		this.redis.restart();
		awaitSubscribers(CHANNEL, 1);
	}

	@Test
	void aMessageCrossesACluster() {
		try (ReplicaContext there = replica(RedisCluster.shared())) {
			there.get(RedisChannels.class).subscribe(CHANNEL, this.ear);
			await().atMost(SOON).until(() -> this.ear.subscribed.get() > 0);
			publish(there, "across");
			await().atMost(SOON).until(() -> this.ear.heard.equals(List.of("across")));
		}
	}

	private void awaitSubscribers(String channel, long count) {
		await().atMost(SOON).until(() -> this.redis.subscribers(channel) == count);
	}

	private static void publish(ReplicaContext replica, String text) {
		replica.store().run(CALL, List.of(CHANNEL), List.of("PUBLISH", CHANNEL, text));
	}

	private static ReplicaContext replica(TestRedis redis) {
		return replica(redis, "500ms");
	}

	private static ReplicaContext replica(TestRedis redis, String timeout) {
		return new ReplicaContext(redis,
				Map.of("agent-service.redis.command-timeout", timeout, "agent-service.redis.reconnect-after", "500ms"),
				RedisChannels.class);
	}

	/** Notes what it hears. */
	private static final class Ear implements ChannelListener {

		private final List<String> heard = new CopyOnWriteArrayList<>();

		private final AtomicInteger subscribed = new AtomicInteger();

		@Override
		public void message(String text) {
			this.heard.add(text);
		}

		@Override
		public void subscribed() {
			this.subscribed.incrementAndGet();
		}

	}

}
