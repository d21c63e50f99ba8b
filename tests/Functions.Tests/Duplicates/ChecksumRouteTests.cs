using System.Net;
using System.Text;
using Magpie.Assets;
using Magpie.Duplicates;
using Magpie.Functions.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Magpie.Functions.Tests.Duplicates;

[Collection(AppCollection.Name)]
public sealed class ChecksumRouteTests(AppFixture fixture)
{
    [Fact]
    public async Task Files_that_are_there_are_named_and_others_are_not()
    {
        var id = await fixture.ReadyAsync();
        var there = await GiveAsync(id, "aa");
        var gone = await GiveAsync(AssetId.New(TimeProvider.System), "bb");

        using var response = await AskAsync($$"""{"sha256":["{{there.ToUpperInvariant()}}","{{gone}}","{{Sha("cc")}}"]}""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.ReadJsonAsync()).GetProperty("assets").ToString().ShouldBe($$"""[{"sha256":"{{there}}","id":"{{id}}","state":"ready"}]""");
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"sha256":[]}""")]
    [InlineData("""{"sha256":[null]}""")]
    [InlineData("""{"sha256":["abc"]}""")]
    public async Task What_is_no_list_of_checksums_is_refused(string body) =>
        await (await AskAsync(body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-checksums");

    [Fact]
    public async Task More_than_a_hundred_are_refused() =>
        await (await AskAsync($$"""{"sha256":[{{string.Join(',', Enumerable.Repeat($"\"{Sha("dd")}\"", 101))}}]}"""))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "invalid-checksums");

    private async Task<string> GiveAsync(string id, string seed)
    {
        var sha256 = Sha(seed);
        const string account = AppFixture.Account;
        await fixture.App.Services.GetRequiredService<IFingerprints>().AddAsync(new Fingerprint(account, id, sha256, null), default);
        return sha256;
    }

    private Task<HttpResponseMessage> AskAsync(string body) =>
        fixture.Client.PostAsync("/api/assets/by-checksum", new StringContent(body, Encoding.UTF8, "application/json"));

    private static string Sha(string seed) => string.Concat(Enumerable.Repeat(seed, 32));
}
