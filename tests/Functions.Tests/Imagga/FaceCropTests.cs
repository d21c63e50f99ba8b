using Magpie.Core.Tests.Imaging;
using Magpie.Functions.Tests.Hosting;
using Magpie.Tests.Support;
using NetVips;
using static Magpie.Functions.Tests.Imagga.Contract.ContractFixture;

namespace Magpie.Functions.Tests.Imagga;

/// <summary>A crop keeps the faces, whatever else there is to be seen.</summary>
public sealed class FaceCropTests(FacesAppFixture fixture) : IClassFixture<FacesAppFixture>
{
    private const int Width = 1600;
    private const int Height = 400;

    [Theory]
    [InlineData("face-pair-dad-a.jpg")]
    [InlineData("face-woman-glasses.jpg")]
    public async Task A_face_at_one_edge_is_kept_although_the_eye_is_drawn_to_the_other(string name)
    {
        if (Repository.Photos is not { } photos || Repository.Models is null)
        {
            return;
        }

        var picture = Beside(Path.Combine(photos, name));
        (await CropAsync(fixture.App, picture)).Left.ShouldBeLessThan(Height / 2);

        // Without a pack for faces the eye decides: the picture is one that a crop without faces gets wrong.
        await using var faceless = await RunningApp.StartAsync(fixture.Storage.ConnectionString);
        (await CropAsync(faceless, picture)).Left.ShouldBeGreaterThan(Width / 2);
    }

    /// <summary>The face at the left edge of a grey field, yellow and blue squares at the right.</summary>
    private static byte[] Beside(string face)
    {
        var field = new byte[Width * Height * 3];
        Array.Fill(field, (byte)128);
        for (var at = 0; at < Width * Height; at++)
        {
            var (x, y) = (at % Width, at / Width);
            if (x >= 1240 && (x / 40 * 7 % 5) != (y / 40 % 3))
            {
                (field[at * 3], field[(at * 3) + 1], field[(at * 3) + 2]) = (x / 40 % 2) == (y / 80 % 2) ? ((byte)250, (byte)240, (byte)10) : ((byte)20, (byte)10, (byte)200);
            }
        }

        using var small = Image.ThumbnailBuffer(File.ReadAllBytes(face), 180, height: 180);

        // Paler than it is, so that the eye does not go there.
        var pixels = Array.ConvertAll(small.WriteToMemory(), value => (byte)(64 + (value / 2)));
        for (var y = 0; y < small.Height; y++)
        {
            pixels.AsSpan(y * small.Width * 3, small.Width * 3).CopyTo(field.AsSpan((70 + y) * Width * 3));
        }

        return Pictures.Jpeg(field, Width, Height);
    }

    private static async Task<(int Left, int Right)> CropAsync(RunningApp app, byte[] picture)
    {
        using var client = (await app.SignInAsync("crops")).Client;
        var crop = (await ResultAsync(client.PostAsync("/v2/croppings", ImaggaFixture.Form(picture, ("resolution", "100x100"))))).GetProperty("croppings")[0];
        return (crop.GetProperty("x1").GetInt32(), crop.GetProperty("x2").GetInt32());
    }
}
