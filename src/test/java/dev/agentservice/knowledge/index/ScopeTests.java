package dev.agentservice.knowledge.index;

import java.util.Set;

import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.settings.CollectionProperties;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
class ScopeTests {

	private static final KnownCollection COLLECTION = new KnownCollection("handbook",
			new CollectionPlace("t", "handbook"),
			new CollectionProperties("en", Set.of(), CollectionProperties.Write.KNOWLEDGE, false, false));

	@Test
	void aScopeOfNobodyIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Scope(COLLECTION, Set.of()));
		assertThat(Scope.shared(COLLECTION).owners()).containsExactly("shared");
	}

}
