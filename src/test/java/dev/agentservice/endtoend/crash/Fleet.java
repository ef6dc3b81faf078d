package dev.agentservice.endtoend.crash;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.Replica;

import static org.awaitility.Awaitility.await;

/**
 * The replicas of a trial. One that was killed is replaced; one that is frozen is not,
 * and clients still reach it. Thread-safe.
 */
public final class Fleet implements AutoCloseable {

	private final Supplier<Replica> starter;

	private final Random random;

	private final Set<Replica> all = ConcurrentHashMap.newKeySet();

	private final List<Replica> serving = new CopyOnWriteArrayList<>();

	private final Set<Replica> frozen = ConcurrentHashMap.newKeySet();

	private final List<String> failed = new CopyOnWriteArrayList<>();

	public Fleet(int size, long seed, Supplier<Replica> starter) {
		this.starter = starter;
		this.random = new Random(seed);
		for (int i = 0; i < size; i++) {
			grow();
		}
	}

	/** Waits until so many serve that are not frozen. */
	public void awaitServing(int count) {
		await("replicas that serve").atMost(Duration.ofMinutes(10)).until(() -> healthy().size() >= count);
	}

	/** A client of any replica, as a load balancer would choose it. */
	Client any(String key) {
		List<Replica> known = List.copyOf(this.serving);
		return known.get(this.random.nextInt(known.size())).client(key);
	}

	/** Two replicas to compare. */
	public List<Replica> two() {
		return await("two replicas that serve").atMost(Duration.ofMinutes(10))
			.until(this::healthy, (serving) -> serving.size() >= 2)
			.subList(0, 2);
	}

	/** {@code kill -9} of any, while others serve. */
	void killOne() {
		awaitServing(2);
		kill(draw());
	}

	/** {@code kill -9}; another one starts in its place. */
	public void kill(Replica replica) {
		this.serving.remove(replica);
		this.all.remove(replica);
		replica.kill();
		grow();
	}

	/** Stops one for a while, which nobody waits for. */
	void freezeOne(Duration time) {
		awaitServing(2);
		Replica replica = draw();
		this.frozen.add(replica);
		replica.freeze();
		CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS).execute(() -> {
			replica.thaw();
			this.frozen.remove(replica);
		});
	}

	/** Replicas that did not start, or ended by themselves, with their logs. */
	List<String> failed() {
		this.all.stream()
			.filter((replica) -> this.serving.contains(replica) && !replica.alive())
			.forEach((replica) -> this.failed.add("a replica ended by itself: " + replica.baseUrl()));
		return List.copyOf(this.failed);
	}

	@Override
	public void close() {
		this.all.forEach(Replica::close);
	}

	private Replica draw() {
		List<Replica> healthy = healthy();
		return healthy.get(this.random.nextInt(healthy.size()));
	}

	private List<Replica> healthy() {
		return this.serving.stream().filter((replica) -> !this.frozen.contains(replica)).toList();
	}

	private void grow() {
		Replica replica = this.starter.get();
		this.all.add(replica);
		Thread.ofVirtual().start(() -> {
			try {
				this.serving.add(replica.awaitReady());
			}
			catch (IllegalStateException ex) {
				this.failed.add("a replica did not start: " + ex.getMessage());
			}
		});
	}

}
