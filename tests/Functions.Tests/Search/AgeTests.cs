using Azure.Data.Tables;
using Magpie.Assets;
using Magpie.Functions.Search;
using Magpie.Search;
using Magpie.Tagging;
using Magpie.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using static Magpie.Functions.Tests.Search.SearchSite;

namespace Magpie.Functions.Tests.Search;

/// <summary>Indexes that answer without asking storage each time. Their clock stands still, so what one knows stays young until a test moves it.</summary>
public sealed class AgeTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime
{
    private static readonly TimeSpan Age = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private SearchSite _site = null!;

    public async Task InitializeAsync()
    {
        _site = await SearchSite.CreateAsync(azurite);
        _site.Options.MaxAge = Age;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_search_asks_storage_only_once_what_is_known_is_older_than_it_may_be()
    {
        using var instance = await StartedAsync();
        var id = await _site.AddAsync(Tagged("dog"));
        var asked = instance.Feed.Asked;

        (await IdsAsync(instance.Searcher, "dog")).ShouldBeEmpty();
        instance.Feed.Asked.ShouldBe(asked);

        _time.Advance(Age);
        (await IdsAsync(instance.Searcher, "dog")).ShouldBe([id]);
    }

    [Fact]
    public async Task A_search_waits_for_the_look_at_storage_that_is_under_way_and_not_for_one_more()
    {
        using var instance = await StartedAsync();
        var id = await _site.AddAsync(Tagged("dog"));
        var gate = await HoldNextLookAsync(instance);

        var found = IdsAsync(instance.Searcher, "dog");
        found.IsCompleted.ShouldBeFalse();
        instance.Feed.Gate = new TaskCompletionSource();
        gate.SetResult();

        (await found.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe([id], "what looks next is held for ever");
    }

    [Fact]
    public async Task A_search_does_not_trust_a_look_at_storage_that_was_under_way_when_a_person_changed_something_here()
    {
        var id = await _site.AddAsync(Tagged("dog"));
        using var instance = await StartedAsync();
        var gate = await HoldNextLookAsync(instance);
        var catalogue = new SearchedCatalogue(_site.Catalogue, instance.Indexes);
        var stored = (await catalogue.FindAsync(Account, id, default))!;
        (await catalogue.TryReplaceAsync(stored, stored.Asset with { UserTags = ["cat"], Tags = ["cat"] }, null, default)).ShouldNotBeNull();

        var found = IdsAsync(instance.Searcher, "cat");
        instance.Feed.Gate = null;
        gate.SetResult();

        (await found).ShouldBe([id]);
    }

    [Fact]
    public async Task What_was_removed_is_in_no_instances_answers_once_the_removal_is_answered()
    {
        var id = await _site.AddAsync(Tagged("dog"));
        using var other = await StartedAsync();
        (await IdsAsync(other.Searcher, "dog")).ShouldBe([id]);

        await _site.DeleteAsync(id);
        var answered = Freshness(_site.NewReaders()).GoneAsync(Account, default);
        (await IdsAsync(other.Searcher, "dog")).ShouldBe([id], "nobody told it yet, and it does not ask");
        await UntilAsync(() => Task.FromResult(_time.DueWithin(Age) == 2));
        answered.IsCompleted.ShouldBeFalse();

        _time.Advance(Age);
        await answered;
        (await IdsAsync(other.Searcher, "dog")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_no_other_instance_searches_a_removal_waits_for_nobody()
    {
        using var only = await StartedAsync();
        await Freshness(only.Readers).GoneAsync(Account, default);
        await Freshness(_site.NewReaders()).GoneAsync("bob", default);
    }

    [Fact]
    public async Task Where_nobody_can_tell_who_searches_a_removal_waits_and_a_search_asks_each_time()
    {
        var nowhere = new TableSearchReaders(new TableClient(azurite.ConnectionString, "nowhere"), TableSearchReaders.DefaultLease, TimeProvider.System);
        var answered = Freshness(nowhere).GoneAsync(Account, default);
        await UntilAsync(() => Task.FromResult(_time.DueWithin(Age) == 1));
        answered.IsCompleted.ShouldBeFalse();
        _time.Advance(Age);
        await answered;

        using var instance = new Instance(_site, nowhere, _time);
        (await IdsAsync(instance.Searcher, "dog")).ShouldBeEmpty();
        var id = await _site.AddAsync(Tagged("dog"));
        (await IdsAsync(instance.Searcher, "dog")).ShouldBe([id]);
    }

    [Fact]
    public async Task What_a_person_changed_or_removed_on_this_instance_is_so_for_its_next_search()
    {
        using var instance = await StartedAsync();
        var id = await _site.AddAsync(Tagged("dog"));
        _time.Advance(Age);
        (await IdsAsync(instance.Searcher, "dog")).ShouldBe([id]);
        var catalogue = new SearchedCatalogue(_site.Catalogue, instance.Indexes);

        await ChangeAsync(asset => asset with { UserTags = ["cat"], Tags = ["cat"] });
        (await IdsAsync(instance.Searcher, "cat")).ShouldBe([id]);
        await ChangeAsync(asset => asset with { Title = "Rex" });
        (await IdsAsync(instance.Searcher, "rex")).ShouldBe([id]);
        await ChangeAsync(asset => asset with { State = AssetState.Deleted, UserTags = [], Tags = [] });
        (await IdsAsync(instance.Searcher, "cat")).ShouldBeEmpty();

        async Task ChangeAsync(Func<Asset, Asset> change)
        {
            var stored = (await catalogue.FindAsync(Account, id, default))!;
            (await catalogue.TryReplaceAsync(stored, change(stored.Asset), null, default)).ShouldNotBeNull();
        }
    }

    [Fact]
    public async Task What_models_say_anew_does_not_make_searches_wait()
    {
        var id = await _site.AddAsync(Tagged("dog"));
        using var instance = await StartedAsync();
        var catalogue = new SearchedCatalogue(_site.Catalogue, instance.Indexes);
        var asked = instance.Feed.Asked;

        var stored = (await catalogue.FindAsync(Account, id, default))!;
        var next = stored.Asset with { MlTags = [new MlTag("puppy", 0.9f, [], "puppy", "test@1.0.0")], Tags = ["dog", "puppy"] };
        (await catalogue.TryReplaceAsync(stored, next, null, default)).ShouldNotBeNull();

        (await IdsAsync(instance.Searcher, "puppy")).ShouldBeEmpty();
        instance.Feed.Asked.ShouldBe(asked);
    }

    [Fact]
    public async Task Who_has_not_searched_for_long_is_not_waited_for_and_is_tidied_away()
    {
        var gone = _site.NewReaders(TimeSpan.Zero);
        await gone.AnnounceAsync(Account, default);
        await UntilAsync(async () => !await _site.NewReaders(TimeSpan.Zero).HasOthersAsync(Account, default));
        (await _site.NewReaders().HasOthersAsync(Account, default)).ShouldBeTrue();

        await _site.NewReaders(TimeSpan.Zero).AnnounceAsync(Account, default);

        var rows = 0;
        await foreach (var row in _site.Readers.QueryAsync<TableEntity>())
        {
            rows++;
        }

        rows.ShouldBe(1);
    }

    [Fact]
    public async Task In_a_large_account_the_first_query_of_an_instance_is_answered_from_the_tags_list_after_one_read_more()
    {
        // Judged by one partition of four, in which two of these lie with all but certainty.
        const int Many = 60;
        _site.Options.ReadWithoutSnapshot = 4;
        for (var i = 0; i < Many; i++)
        {
            await _site.AddAsync(Tagged("dog"));
        }

        // Reading the newest assets never ends here, so an answer cannot have waited for it.
        using var instance = new Instance(_site, _site.NewReaders(), _time, new EndlessFeed(_site.Feed));
        var page = await PageAsync(instance.Searcher, new SearchQuery { Filter = new SearchFilter { AllTags = ["dog"] }, Limit = Many });

        page.Hits.Count.ShouldBe(Many);
        page.IsComplete.ShouldBeFalse();
    }

    /// <summary>An instance that has loaded the account's index and told others that it answers from it.</summary>
    private async Task<Instance> StartedAsync()
    {
        var instance = new Instance(_site, _site.NewReaders(), _time);
        await IdsAsync(instance.Searcher, "dog");

        // Between two looks at the changes: the first is over, and the next waits for the clock.
        await UntilAsync(() => Task.FromResult(_time.DueWithin(Age) == 1));
        return instance;
    }

    /// <summary>Moves the clock until what is known is too old, while the next look at storage has its answer and does not come back with it.</summary>
    private async Task<TaskCompletionSource> HoldNextLookAsync(Instance instance)
    {
        var gate = instance.Feed.Gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _time.Advance(Age / 2);
        await UntilAsync(() => Task.FromResult(instance.Feed.Held == 1));
        _time.Advance(Age / 2);
        return gate;
    }

    private SearchFreshness Freshness(ISearchReaders readers) =>
        new(_site.NewIndexes(readers, _time), readers, Microsoft.Extensions.Options.Options.Create(_site.Options), _time, NullLogger<SearchFreshness>.Instance);

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class Instance : IDisposable
    {
        public Instance(SearchSite site, ISearchReaders readers, TimeProvider time, ISearchFeed? feed = null)
        {
            Readers = readers;
            Feed = new CountedFeed(feed ?? site.Feed);
            Indexes = site.NewIndexes(readers, time, Feed);
            Searcher = new Searcher(Indexes, Feed, site.Catalogue, (_, _) => []);
        }

        public ISearchReaders Readers { get; }

        public CountedFeed Feed { get; }

        public AccountIndexes Indexes { get; }

        public Searcher Searcher { get; }

        public void Dispose() => Indexes.Dispose();
    }

    private sealed class EndlessFeed(ISearchFeed inner) : ISearchFeed
    {
        public Task<FeedPosition> PositionAsync(string account, CancellationToken cancellationToken) => inner.PositionAsync(account, cancellationToken);

        public Task<bool> HasMoreThanAsync(string account, int assets, CancellationToken cancellationToken) =>
            inner.HasMoreThanAsync(account, assets, cancellationToken);

        public Task<FeedChanges?> ChangesAsync(string account, FeedPosition after, int limit, CancellationToken cancellationToken) =>
            inner.ChangesAsync(account, after, limit, cancellationToken);

        public Task<IReadOnlyList<IndexedAsset>> ReadAsync(string account, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) =>
            inner.ReadAsync(account, ids, cancellationToken);

        public async IAsyncEnumerable<IndexedAsset> ScanAsync(
            string account, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            yield break;
        }

        public Task ForgetAsync(string account, FeedPosition upTo, TimeSpan age, CancellationToken cancellationToken) =>
            inner.ForgetAsync(account, upTo, age, cancellationToken);
    }
}
