"""Jianyan (建言): ask people for suggestions where they are, decide, count, answer.

The folders read like the life of a suggestion, and imports only run upstream.

Glossary:
    topic       what people are asked about, with its categories and questions
    campaign    the time in which a topic is open at a set of placements
    placement   a place with a printed code, or a link for a channel
    suggestion  what one person sent; its state says where it stands
    decision    what a moderator decided about it; decisions are added, never changed
    tally       how many, by category, placement, day and state
    trail       the append-only record of every act (留痕)
    receipt     the code a citizen keeps; it opens the suggestion and is stored nowhere
    tracking    the public number of a suggestion
"""
