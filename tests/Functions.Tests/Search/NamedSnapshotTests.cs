using Magpie.Tests.Support;
using static Magpie.Functions.Tests.Search.SearchSite;

namespace Magpie.Functions.Tests.Search;

/// <summary>The blob that names the snapshot which counts is damaged.</summary>
public sealed class NamedSnapshotTests(Azurite azurite) : IClassFixture<Azurite>, IAsyncLifetime
{
    private SearchSite _site = null!;

    public async Task InitializeAsync() => _site = await SearchSite.CreateAsync(azurite);

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(-1)]
    public async Task With_a_flipped_bit_it_is_written_again_and_search_goes_on_meanwhile(int at) => await ShouldHealAsync(bytes =>
    {
        bytes[at < 0 ? bytes.Length + at : at] ^= 1;
        return bytes;
    });

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("<html>")]
    public async Task With_anything_else_in_it_it_is_written_again_and_search_goes_on_meanwhile(string content) =>
        await ShouldHealAsync(_ => System.Text.Encoding.UTF8.GetBytes(content));

    [Fact]
    public async Task No_flipped_bit_goes_unnoticed()
    {
        await _site.AddAsync(Tagged("dog"));
        await _site.NewBuilder().BuildAsync(Account, null, default);
        var blob = _site.Snapshots.GetBlobClient($"{Account}/current");
        var bytes = (await blob.DownloadContentAsync()).Value.Content.ToArray();
        for (var at = 0; at < bytes.Length; at++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= (byte)(1 << (at % 8));
            await blob.UploadAsync(BinaryData.FromBytes(damaged), overwrite: true);
            (await _site.Store.FindAsync(Account, default))?.Snapshot.ShouldBeNull($"byte {at}");
        }
    }

    private async Task ShouldHealAsync(Func<byte[], byte[]> damage)
    {
        var id = await _site.AddAsync(Tagged("dog"));
        await _site.NewBuilder().BuildAsync(Account, null, default);
        var blob = _site.Snapshots.GetBlobClient($"{Account}/current");
        var bytes = (await blob.DownloadContentAsync()).Value.Content.ToArray();
        await blob.UploadAsync(BinaryData.FromBytes(damage(bytes)), overwrite: true);

        (await IdsAsync(_site.NewSearcher(), "dog")).ShouldBe([id]);
        _site.Requests.TryDequeue(out var request).ShouldBeTrue();
        await _site.NewBuilder().BuildAsync(request.Account, request.Damaged, default);

        var healed = (await _site.Store.FindAsync(Account, default)).ShouldNotBeNull().Snapshot.ShouldNotBeNull();
        (await _site.Store.ReadAsync(Account, healed, default)).ShouldNotBeNull();
        (await IdsAsync(_site.NewSearcher(), "dog")).ShouldBe([id]);
        _site.Requests.ShouldBeEmpty();
    }
}
