using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workbook.Ipc.Wire;

/// <summary>Writes something shared as its ticket, wherever in a value it stands.</summary>
internal sealed class TicketConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => Tickets.Of(typeToConvert) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T> where T : IShareable<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            T.FromTicket(reader.GetString() ?? "", JsonValues.Handover);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.WriteTicket(JsonValues.Handover));
    }
}
