package dev.agentservice.run.queue;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.identity.UserTags;
import dev.agentservice.run.queue.QueueProperties.Windows;

import org.springframework.stereotype.Component;

/**
 * The windows of each tenant, as the scripts want them: {@code tag user tenant}, with an
 * asterisk for all that are not named.
 */
@Component
class QueueWindows {

	private final int user;

	private final int tenant;

	private final Map<String, Windows> others;

	QueueWindows(QueueProperties properties, UserTags tags) {
		this.user = properties.windowUser();
		this.tenant = properties.windowTenant();
		this.others = properties.windows()
			.stream()
			.collect(Collectors.toMap((one) -> tags.ofTenant(one.tenant()), Function.identity()));
	}

	/** Of one tenant, by its tag. */
	String of(String tag) {
		Windows own = this.others.get(tag);
		return (own != null) ? words("*", own) : usual();
	}

	/** Of all tenants. */
	String all() {
		return Stream
			.concat(Stream.of(usual()),
					this.others.entrySet().stream().map((one) -> words(one.getKey(), one.getValue())))
			.collect(Collectors.joining(" "));
	}

	private String usual() {
		return "* " + this.user + " " + this.tenant;
	}

	private String words(String tag, Windows own) {
		return tag + " " + Objects.requireNonNullElse(own.windowUser(), this.user) + " "
				+ Objects.requireNonNullElse(own.windowTenant(), this.tenant);
	}

}
