using System.Collections.Concurrent;
using Magpie.Assets;
using Magpie.Tagging;
using Magpie.Uploads;
using Magpie.Uploads.Rules;

namespace Magpie.Concepts;

/// <summary>The concepts of an account: those it made, and those its models know. One vocabulary.</summary>
public sealed class ConceptService(IConceptStore store, IConceptNames names, ICatalogue catalogue, UploadOptions options, TimeProvider time)
{
    /// <summary>How long what was read of an account is trusted; what this instance writes counts at once.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>What is not found is looked for again when it was read longer ago than this.</summary>
    private static readonly TimeSpan Doubt = TimeSpan.FromMilliseconds(500);

    private const int MaxAccounts = 1_000;

    private readonly TagsRule _rule = new(options);
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, AccountConcepts Concepts)> _read = new(StringComparer.Ordinal);

    /// <summary>Those the account made.</summary>
    public Task<AccountConcepts> OfAsync(string account, CancellationToken cancellationToken) => OfAsync(account, Lifetime, cancellationToken);

    /// <summary>
    /// The concept that is meant: by id, else by name; of the account, else of the models, else a tag the account uses. Null when there is none.
    /// </summary>
    /// <param name="language">Of the name; null for any.</param>
    public async Task<Concept?> FindAsync(string account, string? id, string? name, string? language, CancellationToken cancellationToken) =>
        Find(await OfAsync(account, Lifetime, cancellationToken), id, name, language)
        ?? Find(await OfAsync(account, Doubt, cancellationToken), id, name, language)
        ?? await FindTagAsync(account, TagNormalizer.Normalize(name ?? id), cancellationToken);

    /// <summary>The concept of this id or, where there is no id, of this name; made when there is none.</summary>
    public async Task<ConceptResult> GetOrAddAsync(string account, string? id, string? name, CancellationToken cancellationToken) =>
        Known(await OfAsync(account, Lifetime, cancellationToken), id, name) is { } found ? new ConceptResult.Done(found)
        : await AddAsync(account, id, name, cancellationToken) is var added && added is not ConceptResult.Taken ? added
        : Known(await OfAsync(account, TimeSpan.Zero, cancellationToken), id, name) is { } meanwhile ? new ConceptResult.Done(meanwhile)
        : added;

    /// <summary>What <see cref="GetOrAddAsync"/> would answer; nothing is made.</summary>
    public async Task<ConceptResult> PlanAsync(string account, string? id, string? name, CancellationToken cancellationToken) =>
        (Known(await OfAsync(account, Lifetime, cancellationToken), id, name) ?? Known(await OfAsync(account, Doubt, cancellationToken), id, name)) is { } found
            ? new ConceptResult.Done(found)
            : await CheckAsync(account, id, name, cancellationToken) is { } error ? new ConceptResult.Refused(error)
            : new ConceptResult.Done(Make(id, name));

    /// <summary>Makes a concept.</summary>
    /// <param name="id">Null: the name is the id too.</param>
    /// <param name="name">Null: the id is the name too.</param>
    public async Task<ConceptResult> AddAsync(string account, string? id, string? name, CancellationToken cancellationToken)
    {
        if (await CheckAsync(account, id, name, cancellationToken) is { } error)
        {
            return new ConceptResult.Refused(error);
        }

        var concept = Make(id, name);
        var added = await store.TryAddAsync(account, concept, cancellationToken);
        _read.TryRemove(account, out _);
        return added ? new ConceptResult.Done(concept) : new ConceptResult.Taken();
    }

    /// <summary>Gives one of the account's concepts another name; assets keep the tag.</summary>
    public async Task<ConceptResult> RenameAsync(string account, string id, string? name, CancellationToken cancellationToken)
    {
        if ((await OfAsync(account, TimeSpan.Zero, cancellationToken)).ById(id) is not { } concept)
        {
            return new ConceptResult.Missing();
        }

        if (Check(id, name) is { } error)
        {
            return new ConceptResult.Refused(error);
        }

        var renamed = concept with { Name = name!.Trim() };
        await store.ReplaceAsync(account, renamed, cancellationToken);
        _read.TryRemove(account, out _);
        return new ConceptResult.Done(renamed);
    }

    private Concept? Known(AccountConcepts own, string? id, string? name) => id is not null
        ? own.ById(id) ?? names.ById(id)
        : own.ByName(TagNormalizer.Normalize(name)) ?? names.ByTag(TagNormalizer.Normalize(name));

    private Concept? Find(AccountConcepts own, string? id, string? name, string? language)
    {
        if (id is { Length: > 0 } && (own.ById(id) ?? names.ById(id)) is { } found)
        {
            return found;
        }

        var word = TagNormalizer.Normalize(name is { Length: > 0 } ? name : id);
        return word.Length == 0 ? null
            : (language is null ? own.ByName(word) ?? names.ByTag(word) : null)
                ?? (names.Named(word, language) is [var first, ..] ? first : null)
                ?? own.ByName(word);
    }

    private async Task<Concept?> FindTagAsync(string account, string tag, CancellationToken cancellationToken) =>
        tag.Length > 0 && (await catalogue.TagsAsync(account, tag, 1, cancellationToken)).Any(count => count.Tag == tag)
            ? new Concept(tag, tag, tag)
            : null;

    private Concept Make(string? id, string? name) => new((id ?? name)!, (name ?? id)!.Trim(), TagNormalizer.Normalize(name ?? id), time.GetUtcNow());

    private async Task<UploadError?> CheckAsync(string account, string? id, string? name, CancellationToken cancellationToken) =>
        Check(id ?? name, name ?? id) is { } error ? error
        : (await OfAsync(account, Lifetime, cancellationToken)).All.Count < IConceptStore.MaxConcepts ? null
        : new UploadError("too-many-concepts", $"An account has at most {IConceptStore.MaxConcepts:N0} concepts of its own.");

    private UploadError? Check(string? id, string? name) =>
        id is not { Length: > 0 and <= Concept.MaxLength } || !PlainText.IsPlain(id)
            ? new UploadError("invalid-concept", $"A concept's id has 1 to {Concept.MaxLength} characters, without control characters.")
            : TagNormalizer.Normalize(name).Length == 0 ? new UploadError("invalid-concept", "A concept's name must have a letter, a digit or a sign.")
            : _rule.Check([name]);

    private async Task<AccountConcepts> OfAsync(string account, TimeSpan lifetime, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_read.TryGetValue(account, out var known) && now - known.At < lifetime)
        {
            return known.Concepts;
        }

        if (_read.Count >= MaxAccounts)
        {
            _read.Clear();
        }

        var read = new AccountConcepts(await store.ListAsync(account, cancellationToken));
        _read[account] = (now, read);
        return read;
    }
}

/// <summary>What became of a concept that was asked for.</summary>
public abstract record ConceptResult
{
    private ConceptResult()
    {
    }

    public sealed record Done(Concept Concept) : ConceptResult;

    /// <summary>The account made none of this id.</summary>
    public sealed record Missing : ConceptResult;

    /// <summary>There is one of this id.</summary>
    public sealed record Taken : ConceptResult;

    public sealed record Refused(UploadError Error) : ConceptResult;
}
