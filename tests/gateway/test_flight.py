"""The same question, asked by several at once, is sent once."""

import asyncio

from groundwood.gateway.flight import Flight, Flights


def test_a_flight_that_has_ended_takes_nobody_else_though_it_is_not_yet_forgotten() -> None:
    flights: Flights[str] = Flights()
    boarded: list[Flight[str]] = []

    async def second() -> str:
        return "second"

    async def first() -> str:
        # Runs when this has returned, and before whoever waits for it is told.
        loop = asyncio.get_running_loop()
        loop.call_soon(lambda: boarded.append(flights.board("question", "second", second())))
        return "first"

    async def run() -> list[str]:
        flight = flights.board("question", "first", first())
        texts = [await flights.ride("question", flight)]
        return [*texts, await flights.ride("question", boarded[0])]

    assert asyncio.run(run()) == ["first", "second"]
