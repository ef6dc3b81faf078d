package dev.agentservice.support.redis.channel;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.agentservice.support.redis.RedisProperties;
import dev.agentservice.support.schedule.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.stereotype.Component;

/**
 * Hears what other replicas publish: all channels on one connection, which is made when
 * first needed and made anew when it stays silent. Messages can be lost at any time, so
 * they only ever say that it is worth looking.
 */
@Component
public final class RedisChannels {

	private static final Logger logger = LoggerFactory.getLogger(RedisChannels.class);

	/** After a failure; long enough not to press a Redis that has just come back. */
	private static final Duration RETRY = Duration.ofSeconds(1);

	private static final String THREAD = "redis-channels";

	private final Map<String, CopyOnWriteArrayList<ChannelListener>> listeners = new ConcurrentHashMap<>();

	private final AtomicBoolean due = new AtomicBoolean();

	private final LettuceConnectionFactory factory;

	private final Duration timeout;

	private final Scheduler scheduler;

	/**
	 * Touched by scheduled tasks alone, one at a time, so that nobody else ever waits.
	 */
	private @Nullable Subscriptions subscriptions;

	private boolean complained;

	RedisChannels(LettuceConnectionFactory factory, RedisProperties properties, Scheduler scheduler) {
		this.factory = factory;
		this.timeout = properties.commandTimeout();
		this.scheduler = scheduler;
		scheduler.every(THREAD, properties.reconnectAfter(), properties.reconnectAfter(), this::probe);
	}

	/**
	 * Begins to hear a channel, soon: returns at once, whatever Redis does.
	 * @param channel its name
	 * @param listener hears it
	 * @return ends it
	 */
	public Subscription subscribe(String channel, ChannelListener listener) {
		this.listeners.compute(channel, (_, known) -> {
			CopyOnWriteArrayList<ChannelListener> list = (known != null) ? known : new CopyOnWriteArrayList<>();
			list.add(listener);
			return list;
		});
		synchronizeIn(Duration.ZERO);
		return () -> unsubscribe(channel, listener);
	}

	private void unsubscribe(String channel, ChannelListener listener) {
		this.listeners.computeIfPresent(channel, (_, list) -> {
			list.remove(listener);
			return list.isEmpty() ? null : list;
		});
		synchronizeIn(Duration.ZERO);
	}

	private void synchronizeIn(Duration delay) {
		if (this.due.compareAndSet(false, true)) {
			this.scheduler.after(THREAD, delay, this::synchronize);
		}
	}

	private synchronized void synchronize() {
		this.due.set(false);
		try {
			Set<String> wanted = Set.copyOf(this.listeners.keySet());
			if (this.subscriptions == null && !wanted.isEmpty()) {
				this.subscriptions = Subscriptions.open(this.factory, this.timeout, new Dispatcher());
			}
			if (this.subscriptions != null) {
				this.subscriptions.become(wanted);
			}
			this.complained = false;
		}
		catch (RuntimeException ex) {
			startAnew(ex);
		}
	}

	private synchronized void probe() {
		try {
			if (this.subscriptions != null) {
				this.subscriptions.probe();
			}
		}
		catch (RuntimeException ex) {
			startAnew(ex);
		}
	}

	private void startAnew(RuntimeException failure) {
		// When the service stops, what is under way is interrupted.
		if (!this.complained && this.scheduler.isRunning()) {
			logger.atWarn().addKeyValue("cause", failure.toString()).log("Cannot hear Redis channels, connecting anew");
			this.complained = true;
		}
		if (this.subscriptions != null) {
			this.subscriptions.close();
			this.subscriptions = null;
		}
		synchronizeIn(RETRY);
	}

	/** Lasts until it is closed. */
	@FunctionalInterface
	public interface Subscription extends AutoCloseable {

		/** Ends it, soon; never blocks. */
		@Override
		void close();

	}

	/** Passes on what comes in. */
	private final class Dispatcher implements Subscriptions.Listener {

		@Override
		public void message(String channel, String text) {
			of(channel).forEach((listener) -> listener.message(text));
		}

		@Override
		public void subscribed(String channel) {
			of(channel).forEach(ChannelListener::subscribed);
		}

		private CopyOnWriteArrayList<ChannelListener> of(String channel) {
			return RedisChannels.this.listeners.getOrDefault(channel, new CopyOnWriteArrayList<>());
		}

	}

}
