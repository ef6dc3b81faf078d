package dev.agentservice.identity;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.stereotype.Component;

/**
 * Every credential that the configuration names, by its name. They are few, so a name may
 * be a metric's label.
 */
@Component
public final class Credentials {

	private final IdentityProperties properties;

	private final Map<String, ConfiguredCredential> byName = new LinkedHashMap<>();

	Credentials(IdentityProperties properties) {
		this.properties = properties;
		configured(properties).forEach((credential) -> this.byName.put(credential.name(), credential));
	}

	/** All of them, in the order of the configuration. */
	public Collection<ConfiguredCredential> all() {
		return this.byName.values();
	}

	/** The one behind {@link Caller#credential()}. */
	public Optional<ConfiguredCredential> find(String name) {
		return Optional.ofNullable(this.byName.get(name));
	}

	/**
	 * Whether the credential of an earlier request could still make it: an API key must
	 * be usable now, and a JWT counts when it was presented.
	 * @param caller the caller of that request
	 * @param scope what it was used for
	 * @param now the present time
	 */
	public boolean stillAllows(Caller caller, Scope scope, Instant now) {
		return this.properties.apiKeys()
			.stream()
			.filter((key) -> key.name().equals(caller.credential()))
			.findFirst()
			.map((key) -> key.isUsable(now) && key.tenant().equals(caller.tenant()) && key.scopes().contains(scope))
			.orElseGet(() -> find(caller.credential()).isPresent());
	}

	/** The tenants that the configuration names; an issuer may know of more. */
	public Set<String> tenants() {
		Set<String> tenants = new TreeSet<>();
		this.byName.values().forEach((credential) -> tenants.addAll(credential.tenants()));
		return tenants;
	}

	private static List<ConfiguredCredential> configured(IdentityProperties properties) {
		List<ConfiguredCredential> credentials = new ArrayList<>();
		for (int i = 0; i < properties.apiKeys().size(); i++) {
			IdentityProperties.ApiKey key = properties.apiKeys().get(i);
			credentials.add(new ConfiguredCredential(key.name(), IdentityProperties.property(i), Set.of(key.tenant()),
					key.onBehalf(), key.ceiling()));
		}
		JwtProperties jwt = properties.jwt();
		if (jwt != null) {
			credentials
				.add(new ConfiguredCredential(jwt.name(), JwtProperties.PREFIX, jwt.tenants(), true, jwt.ceiling()));
		}
		return credentials;
	}

}
