namespace Magpie.Concepts;

/// <summary>Something that pictures show, as clients of Clarifai's API speak of it.</summary>
/// <param name="Id">What the account chose, at most <see cref="MaxLength"/> characters; else see <see cref="ConceptId"/>.</param>
/// <param name="Name">For people.</param>
/// <param name="Tag">What assets carry for it; normalised.</param>
/// <param name="CreatedAt">Null for one that a model knows.</param>
public sealed record Concept(string Id, string Name, string Tag, DateTimeOffset? CreatedAt = null)
{
    /// <summary>Characters of an id, and of a name.</summary>
    public const int MaxLength = 128;
}

/// <summary>The concepts that accounts made.</summary>
public interface IConceptStore
{
    /// <summary>All of an account; no more than <see cref="MaxConcepts"/>.</summary>
    Task<IReadOnlyList<Concept>> ListAsync(string account, CancellationToken cancellationToken);

    /// <summary>False when there is one of this id.</summary>
    Task<bool> TryAddAsync(string account, Concept concept, CancellationToken cancellationToken);

    /// <summary>In the place of the one of the same id.</summary>
    Task ReplaceAsync(string account, Concept concept, CancellationToken cancellationToken);

    /// <summary>Concepts an account may make.</summary>
    const int MaxConcepts = 10_000;
}
