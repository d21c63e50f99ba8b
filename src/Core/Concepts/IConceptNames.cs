using Magpie.Tagging;

namespace Magpie.Concepts;

/// <summary>What models can see, and what it is called.</summary>
public interface IConceptNames
{
    /// <summary>Every label and parent of the packs that tag, each once.</summary>
    IReadOnlyList<Concept> All { get; }

    /// <summary>The one of this id; null when no model knows it.</summary>
    Concept? ById(string id);

    /// <summary>The one that assets carry this tag for; null when no model gives it.</summary>
    Concept? ByTag(string tag);

    /// <summary>Those that a word is a name of, in this language or, where it is null, in any. What has no name in a language has its English ones there.</summary>
    IReadOnlyList<Concept> Named(string word, string? language);

    /// <summary>What a concept is called in a language; its own name where it has none there.</summary>
    string NameOf(Concept concept, string language);

    /// <summary>What a label is called in a language, else in English.</summary>
    string NameOf(PackLabel label, string language);

    /// <summary>Whether anything is named in the language of this code.</summary>
    bool Speaks(string language);
}
