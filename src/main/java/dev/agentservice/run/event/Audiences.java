package dev.agentservice.run.event;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.support.redis.channel.RedisChannels;
import dev.agentservice.support.redis.channel.RedisChannels.Subscription;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The audiences of all runs that somebody on this replica cares about, by the channel of
 * their events.
 */
@Component
class Audiences {

	private final Map<String, Hall> halls = new ConcurrentHashMap<>();

	private final RedisChannels channels;

	Audiences(RedisChannels channels) {
		this.channels = channels;
	}

	/** Joins the audience of a run; {@link #leave} ends it. */
	Audience enter(String channel) {
		return enter(channel, false);
	}

	/**
	 * Joins the audience of a run as somebody who has to be rung. The owner's replica
	 * knows by itself when, any other has to be told.
	 */
	Audience enterAsReader(String channel) {
		return enter(channel, true);
	}

	void leave(String channel) {
		this.halls.computeIfPresent(channel, (_, hall) -> hall.left() ? null : hall);
	}

	/** Makes everybody look again. */
	void ring() {
		this.halls.values().forEach((hall) -> hall.audience.ring());
	}

	private Audience enter(String channel, boolean reader) {
		return this.halls.compute(channel, (_, known) -> {
			Hall hall = (known != null) ? known : new Hall();
			hall.entered();
			if (reader && !hall.audience.owned()) {
				hall.listen(channel, this.channels);
			}
			return hall;
		}).audience;
	}

	/** Counts who came and went; guarded by the map. */
	private static final class Hall {

		private final Audience audience = new Audience();

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
				this.subscription = channels.subscribe(channel, this.audience);
			}
		}

	}

}
