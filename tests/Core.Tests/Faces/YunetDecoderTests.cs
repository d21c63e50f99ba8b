using System.Text.Json;
using Magpie.Faces;
using Magpie.Tagging;

namespace Magpie.Core.Tests.Faces;

public sealed class YunetDecoderTests
{
    private static readonly FaceCanvas Canvas = new(64, 64, 64, 48);

    /// <summary>Tensors of one stride, 32: four cells.</summary>
    private readonly Dictionary<string, float[]> _tensors = new(StringComparer.Ordinal)
    {
        ["cls_32"] = new float[4],
        ["obj_32"] = new float[4],
        ["bbox_32"] = new float[16],
        ["kps_32"] = new float[40],
    };

    [Fact]
    public void A_cell_says_where_its_face_is_and_how_sure_that_is()
    {
        Set(cell: 1, confidence: 0.9f, x: 0.25f, y: 0.5f, width: 16, height: 24);
        _tensors["kps_32"][(10 * 1) + 4] = 0.5f;
        _tensors["kps_32"][(10 * 1) + 5] = 0.25f;

        var face = Read().ShouldHaveSingleItem();

        face.Confidence.ShouldBe(0.9f * 0.9f, 1e-5f);
        face.Box.Left.ShouldBe(32, 1e-3f);
        face.Box.Right.ShouldBe(48, 1e-3f);
        face.Box.Top.ShouldBe(4, 1e-3f);
        face.Box.Bottom.ShouldBe(28, 1e-3f);
        face.Points.Count.ShouldBe(5);
        face.Points[2].ShouldBe(new FacePoint(48, 8));
    }

    [Fact]
    public void Of_boxes_that_lie_on_each_other_the_surest_stays_and_the_rest_are_in_order()
    {
        Set(cell: 0, confidence: 0.8f, x: 0.5f, y: 0.5f, width: 20, height: 20);
        Set(cell: 1, confidence: 0.9f, x: -0.45f, y: 0.5f, width: 20, height: 20);
        Set(cell: 2, confidence: 0.95f, x: 0.5f, y: 0.2f, width: 12, height: 12);

        Read().Select(face => face.Confidence).ShouldBe([0.95f * 0.95f, 0.9f * 0.9f], 1e-5f);
    }

    [Fact]
    public void What_is_unsure_no_number_or_outside_of_the_picture_is_no_face()
    {
        Set(cell: 0, confidence: 0.7f, x: 0.5f, y: 0.5f, width: 20, height: 20);
        Set(cell: 1, confidence: 0.9f, x: float.NaN, y: 0.5f, width: 20, height: 20);
        Set(cell: 2, confidence: 0.9f, x: 0.5f, y: 0.8f, width: 10, height: 10);
        Set(cell: 3, confidence: float.NaN, x: 0.5f, y: 0, width: 10, height: 10);

        Read().ShouldBeEmpty();
    }

    [Fact]
    public void Tensors_of_other_sizes_are_refused()
    {
        _tensors["kps_32"] = new float[39];

        Should.Throw<InvalidDataException>(Read).Message.ShouldContain("kps_32");
    }

    [Theory]
    [InlineData(1200, 900, 640, 480, 640, 480)]
    [InlineData(600, 462, 640, 512, 640, 493)]
    [InlineData(100, 4000, 32, 640, 16, 640)]
    public void A_canvas_of_any_size_is_divisible_and_holds_the_picture_in_its_shape(int width, int height, int canvasWidth, int canvasHeight, int across, int down) =>
        FaceCanvas.For(new PackInput("input") { MultipleOf = 32, LongestSide = 640 }, width, height, FaceFinder.EnoughSide).ShouldBe(new(canvasWidth, canvasHeight, across, down));

    [Fact]
    public void A_canvas_of_a_fixed_size_holds_the_picture_in_its_shape() =>
        FaceCanvas.For(new PackInput("input") { Width = 640, Height = 640 }, 1000, 500, FaceFinder.EnoughSide).ShouldBe(new(640, 640, 640, 320));

    [Theory]
    [InlineData(448, 448, 352)]
    [InlineData(1920, 640, 480)]
    public void A_detector_that_takes_any_size_is_given_no_more_than_the_caller_needs(int longestSide, int canvasWidth, int canvasHeight)
    {
        var canvas = FaceCanvas.For(new PackInput("input") { MultipleOf = 32, LongestSide = 640 }, 1200, 900, longestSide);

        (canvas.Width, canvas.Height).ShouldBe((canvasWidth, canvasHeight));
    }

    private List<Face> Read() => new YunetDecoder(new PackManifest
    {
        Id = "tiny",
        Version = "1",
        Task = PackTasks.FaceDetection,
        Model = "model.onnx",
        Sha256 = "",
        Input = new("input"),
        Outputs = new Dictionary<string, PackOutput>(StringComparer.Ordinal),
        Threshold = 0.6f,
        Extras = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["strides"] = JsonSerializer.SerializeToElement(new object[] { 32, "8", 0 }) },
    }).Read(name => _tensors[name], Canvas);

    private void Set(int cell, float confidence, float x, float y, float width, float height)
    {
        (_tensors["cls_32"][cell], _tensors["obj_32"][cell]) = (confidence, confidence);
        float[] box = [x, y, MathF.Log(width / 32), MathF.Log(height / 32)];
        box.CopyTo(_tensors["bbox_32"], cell * 4);
    }
}
