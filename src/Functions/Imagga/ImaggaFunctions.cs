using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Imagga;

/// <summary>Imagga's API, version 2: a function for each first segment, because <c>/v2</c> is shared with another API. Routes lie with the endpoints.</summary>
public sealed class ImaggaFunctions(ImaggaDispatcher dispatcher)
{
    [Function("ImaggaTags")]
    public Task<IResult> TagsAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/tags/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaCategorizers")]
    public Task<IResult> CategorizersAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/categorizers/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaCategories")]
    public Task<IResult> CategoriesAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/categories/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaColors")]
    public Task<IResult> ColorsAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/colors/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaCroppings")]
    public Task<IResult> CroppingsAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/croppings/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaBarcodes")]
    public Task<IResult> BarcodesAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/barcodes/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaRemoveBackground")]
    public Task<IResult> RemoveBackgroundAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/remove-background/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaText")]
    public Task<IResult> TextAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/text/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaSimilarImages")]
    public Task<IResult> SimilarImagesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/similar-images/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaImagesSimilarity")]
    public Task<IResult> ImagesSimilarityAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/images-similarity/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaBatches")]
    public Task<IResult> BatchesAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/batches/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaTickets")]
    public Task<IResult> TicketsAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/tickets/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaFaces")]
    public Task<IResult> FacesAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/faces/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaUploads")]
    public Task<IResult> UploadsAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/uploads/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("ImaggaUsage")]
    public Task<IResult> UsageAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "v2/usage/{*path}")] HttpRequest request, CancellationToken cancellationToken) =>
        dispatcher.AnswerAsync(request, cancellationToken);

    [Function("SweepImagga")]
    public Task SweepAsync([TimerTrigger("0 29 * * * *")] TimerInfo timer, CancellationToken cancellationToken) => dispatcher.SweepAsync(cancellationToken);
}
