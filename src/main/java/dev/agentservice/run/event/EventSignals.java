package dev.agentservice.run.event;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.support.redis.channel.RedisChannels;
import dev.agentservice.support.redis.channel.RedisChannels.Subscription;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The signals of all runs that are executed or read on this replica, by the channel of
 * their events.
 */
@Component
class EventSignals {

	private final Map<String, CountedSignal> signals = new ConcurrentHashMap<>();

	private final RedisChannels channels;

	EventSignals(RedisChannels channels) {
		this.channels = channels;
	}

	/** Takes part in the signal of a run; {@link #leave} ends it. */
	EventSignal enter(String channel) {
		return enter(channel, false);
	}

	/**
	 * Takes part as a reader, which has to be woken. The owner's replica does so itself,
	 * any other subscribes to the channel.
	 */
	EventSignal enterAsReader(String channel) {
		return enter(channel, true);
	}

	void leave(String channel) {
		this.signals.computeIfPresent(channel, (_, counted) -> counted.left() ? null : counted);
	}

	/** Makes all readers check their log again. */
	void signal() {
		this.signals.values().forEach((counted) -> counted.signal.signal());
	}

	private EventSignal enter(String channel, boolean reader) {
		return this.signals.compute(channel, (_, known) -> {
			CountedSignal counted = (known != null) ? known : new CountedSignal();
			counted.entered();
			if (reader && !counted.signal.owned()) {
				counted.listen(channel, this.channels);
			}
			return counted;
		}).signal;
	}

	/** Counts those who take part; guarded by the map. */
	private static final class CountedSignal {

		private final EventSignal signal = new EventSignal();

		private int members;

		private @Nullable Subscription subscription;

		void entered() {
			this.members++;
		}

		boolean left() {
			this.members--;
			if (this.members == 0 && this.subscription != null) {
				this.subscription.close();
			}
			return this.members == 0;
		}

		void listen(String channel, RedisChannels channels) {
			if (this.subscription == null) {
				this.subscription = channels.subscribe(channel, this.signal);
			}
		}

	}

}
