using Magpie.Imaging;
using Magpie.Tagging;
using NetVips;

namespace Magpie.Bench.Search;

/// <summary>Embeddings of the shared photos and of random crops of them, half of them mirrored; the same every time.</summary>
internal static class PhotoEmbeddings
{
    private const double SmallestCrop = 0.35;
    private const int LongestSide = 1024;

    /// <summary>Photo after photo: the whole, then its crops.</summary>
    /// <param name="photos">Folder of image files.</param>
    /// <param name="pack">A pack with an embedding.</param>
    /// <param name="crops">Of each photo, besides the whole.</param>
    public static List<float[]> Of(string photos, ModelPack pack, PackSession session, int crops, CancellationToken cancellationToken)
    {
        var random = new Random(5);
        var decoder = new ImageDecoder(new ImagingOptions());
        var embeddings = new List<float[]>();
        foreach (var file in Directory.EnumerateFiles(photos).Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var photo = decoder.Decode(File.ReadAllBytes(file), LongestSide).Value;
            if (photo is null)
            {
                continue;
            }

            using var pixels = photo.Image.CopyMemory();
            embeddings.Add(Embed(photo, pack, session));
            for (var crop = 0; crop < crops; crop++)
            {
                using var cropped = new DecodedImage(Crop(pixels, random), null, photo.Facts);
                embeddings.Add(Embed(cropped, pack, session));
            }
        }

        return embeddings;
    }

    private static Image Crop(Image photo, Random random)
    {
        var (width, height) = (Share(photo.Width, random), Share(photo.Height, random));
        var cropped = photo.Crop(random.Next(photo.Width - width + 1), random.Next(photo.Height - height + 1), width, height);
        if (random.Next(2) == 0)
        {
            return cropped;
        }

        using (cropped)
        {
            return cropped.Flip(Enums.Direction.Horizontal);
        }
    }

    private static int Share(int side, Random random) => Math.Max(1, (int)(side * (SmallestCrop + ((1 - SmallestCrop) * random.NextDouble()))));

    private static float[] Embed(DecodedImage image, ModelPack pack, PackSession session)
    {
        using var tensors = new ImageTensors(image.ResizeTo);
        using var answer = session.Run(tensors.For(pack.Manifest.Input), CancellationToken.None);
        return PackScores.From(pack, answer).Embedding!;
    }
}
