using System.Diagnostics.CodeAnalysis;
using System.Net;
using Magpie.Core.Tests.Imaging;
using Magpie.Functions.Imagga;
using Magpie.Functions.Tests.Hosting;
using Magpie.Ingest;
using Magpie.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using static Magpie.Functions.Tests.Imagga.FaceCalls;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>Files that are read back whole take their share of <c>Magpie:Imagga:MaxBytesInMemory</c> first, and give it back.</summary>
[SuppressMessage("Security", "CA5394:Do not use insecure randomness", Justification = "Makes pictures.")]
public sealed class MemoryTests(ImaggaFixture fixture) : IClassFixture<ImaggaFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _account = "a" + Path.GetRandomFileName().Replace(".", "", StringComparison.Ordinal);

    [Fact]
    public async Task An_upload_is_read_when_there_is_room_for_it_and_one_that_is_gone_takes_none()
    {
        using var deadline = new CancellationTokenSource(Patience);
        var uploads = fixture.App.Services.GetRequiredService<UploadStore>();
        using var client = await fixture.SignInAsync(_account);
        var file = Noise(200, 200);
        var (one, other) = (await UploadAsync(client, file), await UploadAsync(client, file));
        var budget = new ByteBudget(file.Length + 10);

        var first = (await uploads.FindAsync(_account, one, budget, default)).ShouldBeOfType<FoundUpload.Content>().File;
        var second = uploads.FindAsync(_account, other, budget, default);
        (await uploads.FindAsync(_account, $"{one[..8]}{new string('0', one.Length - 8)}", budget, default)).ShouldBeOfType<FoundUpload.Unknown>();
        var third = await WaitingAsync(budget, deadline.Token);
        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        first.Dispose();
        var found = (await second.WaitAsync(Patience)).ShouldBeOfType<FoundUpload.Content>().File;
        found.Bytes.ToArray().ShouldBe(file);
        (await third.WaitAsync(Patience)).Dispose();

        using var impatient = new CancellationTokenSource();
        var late = uploads.FindAsync(_account, one, budget, impatient.Token);
        var last = await WaitingAsync(budget, deadline.Token);
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(late);
        (await last.WaitAsync(Patience)).Dispose();
        found.Dispose();
        (await budget.TakeAsync(file.Length + 10, default).WaitAsync(Patience)).Dispose();
    }

    [Fact]
    public async Task Many_who_want_two_files_each_are_answered_where_there_is_room_for_one_and_so_is_one_that_is_larger_than_all_the_room()
    {
        await using var app = await RunningApp.StartAsync(
            fixture.Storage.ConnectionString, $"--MAGPIE_MODELS={Path.Combine(Repository.Root, "models")}", $"--Magpie:Imagga:MaxBytesInMemory={1 << 20}");
        using var client = (await app.SignInAsync(_account)).Client;
        var (one, other, large) = (await UploadAsync(client, Noise(500, 500)), await UploadAsync(client, Noise(480, 520)), await UploadAsync(client, Noise(800, 800)));

        var compared = Enumerable.Range(0, 6).Select(_ => ResultAsync(
            client.GetAsync($"/v2/images-similarity/categories/general_v3?image_upload_id={one}&image2_upload_id={other}")));
        var seen = new[] { one, large, other, large, one }.Select(id => ResultAsync(client.GetAsync($"/v2/colors?image_upload_id={id}")));
        var missing = ShouldFailAsync(client.GetAsync("/v2/colors?image_upload_id=none"), HttpStatusCode.NotFound);

        var answers = await Task.WhenAll([.. compared, .. seen]).WaitAsync(Patience);
        await missing;

        answers.Take(6).Select(answer => answer.ToString()).Distinct().ShouldHaveSingleItem().ShouldContain("distance");
        answers.Skip(6).ShouldAllBe(answer => answer.GetProperty("colors").GetProperty("image_colors").GetArrayLength() > 0);
    }

    /// <summary>Someone who wants a byte, once somebody else waits before them.</summary>
    private static async Task<Task<IDisposable>> WaitingAsync(ByteBudget budget, CancellationToken deadline)
    {
        var small = budget.TakeAsync(1, default);
        while (small.IsCompleted)
        {
            (await small).Dispose();
            await Task.Delay(TimeSpan.FromMilliseconds(5), deadline);
            small = budget.TakeAsync(1, default);
        }

        return small;
    }

    private static async Task<string> UploadAsync(HttpClient client, byte[] file) =>
        (await ResultAsync(client.PostAsync("/v2/uploads", ImaggaFixture.Form(file)))).GetProperty("upload_id").GetString()!;

    /// <summary>A PNG that takes three bytes a pixel.</summary>
    private static byte[] Noise(int width, int height)
    {
        var rows = new byte[((width * 3) + 1) * height];
        new Random(width).NextBytes(rows);
        for (var y = 0; y < height; y++)
        {
            rows[y * ((width * 3) + 1)] = 0;
        }

        return Pictures.Png(width, height, 8, 2, rows);
    }
}
